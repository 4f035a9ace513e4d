#include "base/buf.h"

#include "mail/bounce_text.h"

/* Longer than any reply that is worth explaining. */
enum { REPLY_OCTETS_MAX = 2048 };

/* Behind the dashes of the line: Exim, qmail, Sendmail, Exchange. */
static const struct {
	struct str text;
	bool is_head;
} marks[] = {
	{ STR("this is a copy of the message, including all the headers"),
	    false },
	{ STR("this is a copy of your message, including all the headers"),
	    false },
	{ STR("this is a copy of the message's headers"), true },
	{ STR("this is a copy of your message's headers"), true },
	{ STR("below this line is a copy of the message"), false },
	{ STR("original message follows"), false },
	{ STR("unsent message follows"), false },
	{ STR("original message headers"), true },
	{ STR("message header follows"), true },
};

bool
bounce_text_marks(struct str line, bool *is_head)
{
	while (line.n > 0 && (line.s[0] == '-' || line.s[0] == ' '))
		line = str_from(line, 1);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (str_starts_nocase(line, marks[i].text)) {
			*is_head = marks[i].is_head;
			return true;
		}
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* "550 " or "550-" and more, at the start of a word. */
static bool
is_reply_at(struct str text, size_t at)
{
	struct str rest = str_from(text, at);

	return rest.n > 5 && (rest.s[0] == '4' || rest.s[0] == '5') &&
	    byte_is_digit(rest.s[1]) && rest.s[1] <= '5' &&
	    byte_is_digit(rest.s[2]) &&
	    (rest.s[3] == ' ' || rest.s[3] == '-') && byte_is_alnum(rest.s[4]);
}

/* Whether a quoted reply may start here: a line of its own, "returned '550",
 * "<<< 550"; "said: 550", "mx.example.net [192.0.2.9]: 550", ": 550 5.7.1". */
static bool
is_start(struct str text, size_t at)
{
	struct str before = str_trim(str_to(text, at));
	char last = before.n == 0 ? '\n' : before.s[before.n - 1];

	if (last != ':')
		return str_find(S("\n;<'\""), last) < 5;
	before.n--;
	return str_ends(before, S("said")) || str_ends(before, S("]")) ||
	    str_ends(before, S(">")) ||
	    (at + 5 < text.n && text.s[at + 5] == '.');
}

/* Up to an empty line, with blanks for the ends of lines. */
static struct str
in_one_line(struct arena *a, struct str text)
{
	struct buf b = { .a = a };
	bool is_line_empty = false;

	for (size_t i = 0; i < text.n && b.n < REPLY_OCTETS_MAX; i++) {
		char c = text.s[i];

		if (c == '\n' && is_line_empty)
			break;
		if (c == '\n')
			is_line_empty = true;
		if (is_blank(c)) {
			if (b.n > 0 && b.s[b.n - 1] != ' ')
				buf_byte(&b, ' ');
			continue;
		}
		is_line_empty = false;
		buf_byte(&b, c);
	}
	return str_trim(buf_view(&b));
}

struct str
bounce_text_reply(struct arena *a, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (is_reply_at(text, i) && is_start(text, i))
			return in_one_line(a, str_from(text, i));
	return S("");
}

/* A field's value ends where a line begins with no blank. */
static struct str
field_value(struct str text)
{
	for (size_t i = 0; i + 1 < text.n; i++)
		if (text.s[i] == '\n' && text.s[i + 1] != ' ' &&
		    text.s[i + 1] != '\t')
			return str_to(text, i);
	return text;
}

struct str
bounce_text_status(struct arena *a, struct str text, struct str name)
{
	while (text.n > 0) {
		size_t end = str_find(text, '\n');

		if (str_starts_nocase(text, name)) {
			struct str value = field_value(str_from(text, name.n));
			size_t type = str_find(value, ';');

			return in_one_line(a,
			    type < value.n ? str_from(value, type + 1) : value);
		}
		text = str_from(text, end + 1);
	}
	return S("");
}

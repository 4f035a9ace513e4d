#include "mail/smtp_reply.h"
#include "base/buf.h"

/* Three digits (section 4.2: "2%x30-35 / ..."), then a blank, a hyphen, or the
 * line's end. */
static bool
read_code(struct str line, unsigned *code)
{
	if (line.n < 3 || line.s[0] < '2' || line.s[0] > '5' ||
	    line.s[1] < '0' || line.s[1] > '9' || line.s[2] < '0' ||
	    line.s[2] > '9')
		return false;
	if (line.n > 3 && line.s[3] != ' ' && line.s[3] != '-')
		return false;
	*code = (unsigned)(line.s[0] - '0') * 100 +
	    (unsigned)(line.s[1] - '0') * 10 + (unsigned)(line.s[2] - '0');
	return true;
}

/* A line that has not ended yet, or the whole reply, is too long. */
static enum smtp_got
wait_for_more(struct str octets, struct str line)
{
	return line.n > SMTP_LINE_MAX || octets.n > SMTP_REPLY_MAX ? SMTP_NONE
								   : SMTP_MORE;
}

enum smtp_got
smtp_reply_read(
    struct arena *a, struct str octets, struct smtp_reply *out, size_t *used)
{
	struct buf text = { .a = a };
	struct str rest = octets;

	for (;;) {
		size_t n = str_find(rest, '\n');
		struct str line = str_to(rest, n);
		unsigned code;

		if (str_ends(line, S("\r")))
			line = str_to(line, line.n - 1);
		if (n == rest.n)
			return wait_for_more(octets, line);
		rest = str_from(rest, n + 1);
		if (line.n > SMTP_LINE_MAX || !read_code(line, &code) ||
		    octets.n - rest.n > SMTP_REPLY_MAX)
			return SMTP_NONE;
		if (octets.n - rest.n > n + 1)
			buf_byte(&text, '\n');
		buf_str(&text, str_from(line, line.n > 4 ? 4 : line.n));
		if (line.n == 3 || line.s[3] == ' ') {
			*out = (struct smtp_reply){ code, buf_view(&text) };
			*used = octets.n - rest.n;
			return SMTP_REPLY;
		}
	}
}

unsigned
smtp_reply_kind(const struct smtp_reply *reply)
{
	return reply->code / 100;
}

struct str
smtp_reply_line(const struct smtp_reply *reply)
{
	return str_to(reply->text, str_find(reply->text, '\n'));
}

bool
smtp_reply_offers(const struct smtp_reply *reply, struct str keyword)
{
	struct str rest = reply->text, line;

	if (!str_cut(&rest, '\n', &line))
		return false;
	while (str_cut(&rest, '\n', &line)) {
		struct str word = str_to(line, str_find(line, ' '));

		if (str_eq_nocase(word, keyword))
			return true;
	}
	return false;
}

/* "203.0.113.6", "IPv6:2001:db8::6" (section 4.1.3); servers write the latter
 * without its tag, too, and more behind a blank. */
static bool
read_address(struct str text, struct ip *out)
{
	static const struct str tag = STR("IPv6:");

	text = str_to(text, str_find(text, ' '));
	if (str_starts_nocase(text, tag))
		text = str_from(text, tag.n);
	if (!ip_parse(text, out))
		return false;
	*out = ip_unmapped(*out);
	return true;
}

static bool
find_in_brackets(struct str text, struct ip *out)
{
	bool found = false;

	for (;;) {
		size_t at = str_find(text, '['), n;

		if (at == text.n)
			return found;
		text = str_from(text, at + 1);
		n = str_find(text, ']');
		if (n == text.n)
			return found;
		if (read_address(str_to(text, n), out))
			found = true;
		else
			continue; /* another bracket may be within */
		text = str_from(text, n + 1);
	}
}

static bool
is_around(char c)
{
	return c == '(' || c == ')' || c == ',' || c == ';' || c == '.' ||
	    c == '<' || c == '>' || c == '"' || c == '\'';
}

/* A word that is an address, in whatever marks. */
static bool
find_bare(struct str text, struct ip *out)
{
	struct str word;

	while (str_cut(&text, ' ', &word)) {
		while (word.n > 0 && is_around(word.s[0]))
			word = str_from(word, 1);
		while (word.n > 0 && is_around(word.s[word.n - 1]))
			word = str_to(word, word.n - 1);
		if (word.n > 0 && read_address(word, out))
			return true;
	}
	return false;
}

bool
smtp_names_client(struct str line, struct ip *out)
{
	struct str rest = str_from(line, str_find(line, ' '));

	return find_in_brackets(rest, out) || find_bare(rest, out);
}

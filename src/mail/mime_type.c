#include "mail/mime_type.h"
#include "mail/message.h"

static bool
is_delimiter(char c)
{
	return c == ' ' || c == '\t' || c == ';' || c == '=' || c == '"' ||
	    c == '(' || c == ')';
}

/* Blanks, and comments with what is in them. */
static void
skip_blanks(struct str *rest)
{
	size_t depth = 0, n = 0;

	for (; n < rest->n; n++) {
		char c = rest->s[n];

		if (c == '\\' && depth > 0)
			n++;
		else if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (depth == 0 && c != ' ' && c != '\t')
			break;
	}
	*rest = str_from(*rest, n);
}

static struct str
take_quoted(struct arena *a, struct str *rest)
{
	struct buf b = { .a = a };
	size_t n = 1;

	for (; n < rest->n && rest->s[n] != '"'; n++) {
		if (rest->s[n] == '\\' && n + 1 < rest->n)
			n++;
		buf_byte(&b, rest->s[n]);
	}
	*rest = str_from(*rest, n + 1);
	return buf_view(&b);
}

static struct str
take_word(struct arena *a, struct str *rest)
{
	struct str word;
	size_t n = 0;

	skip_blanks(rest);
	if (rest->n > 0 && rest->s[0] == '"')
		return take_quoted(a, rest);
	while (n < rest->n && !is_delimiter(rest->s[n]))
		n++;
	word = str_to(*rest, n);
	*rest = str_from(*rest, n);
	skip_blanks(rest);
	return word;
}

static bool
take_mark(struct str *rest, char mark)
{
	skip_blanks(rest);
	if (rest->n == 0 || rest->s[0] != mark)
		return false;
	*rest = str_from(*rest, 1);
	return true;
}

struct mime_type
mime_type_read(struct arena *a, struct str value)
{
	struct str rest = message_unfold(a, value);
	struct mime_type type = { 0 };

	type.name = arena_lower(a, take_word(a, &rest));
	while (rest.n > 0) {
		struct str name, text;

		if (!take_mark(&rest, ';')) {
			rest = str_from(rest, 1);
			continue;
		}
		name = take_word(a, &rest);
		if (!take_mark(&rest, '='))
			continue;
		text = take_word(a, &rest);
		if (type.boundary.n == 0 && text.n <= MIME_BOUNDARY_MAX &&
		    str_eq_nocase(name, S("boundary")))
			type.boundary = text;
	}
	return type;
}

#include <stdlib.h>

#include "base/workflow.h"

const struct workflow_marks workflow_plain = { "\\035", "\\058" };

bool
is_workflow(void)
{
	return str_eq(str_of(getenv("GITHUB_ACTIONS")), S("true"));
}

/* The octets at the start of a line, or of the rest of one, that take no
 * room: blanks, and what sets a colour. */
static size_t
invisible(struct str text)
{
	size_t i = 0;

	while (i < text.n && (text.s[i] == ' ' || text.s[i] == '\033')) {
		if (text.s[i] == '\033')
			while (i < text.n && text.s[i] != 'm')
				i++;
		i++;
	}
	return i;
}

/* "##[name]"; or "::name" behind a quote or a blank, which is no "::" of an
 * address. */
static bool
is_mark(struct str text, size_t at, bool begins_line)
{
	struct str rest = str_from(text, at);

	if (rest.s[0] == '#')
		return str_starts(rest, S("##["));
	if (!str_starts(rest, S("::")))
		return false;
	return begins_line ||
	    (byte_hex(text.s[at - 1]) < 0 && rest.n > 2 &&
		byte_is_alpha(rest.s[2]));
}

struct str
workflow_safe_as(
    struct arena *a, struct str text, const struct workflow_marks *marks)
{
	struct buf b = { .a = a };
	size_t from = 0, begin = invisible(text);

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n')
			begin = i + 1 + invisible(str_from(text, i + 1));
		if (text.s[i] != '#' && text.s[i] != ':')
			continue;
		if (!is_mark(text, i, i == begin))
			continue;
		buf_str(&b, str_from(str_to(text, i + 1), from));
		buf_text(&b, text.s[i] == '#' ? marks->hash : marks->colon);
		from = ++i + 1;
	}
	if (from == 0)
		return text;
	buf_str(&b, str_from(text, from));
	return buf_view(&b);
}

struct str
workflow_safe(struct arena *a, struct str text)
{
	return workflow_safe_as(a, text, &workflow_plain);
}

void
workflow_break_up(struct buf *b, size_t from)
{
	struct arena a = { 0 };
	struct str text = arena_str(&a, str_from(buf_view(b), from));

	b->n = from;
	buf_str(b, workflow_safe(&a, text));
	arena_free(&a);
}

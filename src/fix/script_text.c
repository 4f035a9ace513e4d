#include "fix/script_text.h"

struct str
script_name(struct arena *a, struct name name)
{
	struct str text = name_text(a, name);

	return str_eq(text, S(".")) ? text
				    : arena_printf(a, "%.*s.", PSTR(text));
}

void
script_remarks(struct buf *out, const struct changes *changes, const char *mark)
{
	for (const struct change *c = changes->first; c != NULL; c = c->next) {
		if (c->by == BY_ZONE)
			continue;
		for (size_t i = 0; i < c->nnew; i++) {
			buf_printf(
			    out, "%s With the provider of the address: ", mark);
			change_line(out, c, &c->new[i]);
			buf_byte(out, '\n');
		}
	}
	for (const struct remark *r = changes->remarks; r != NULL; r = r->next)
		buf_printf(out, "%s Left out: %.*s %.*s for %s: %.*s.\n", mark,
		    PSTR(script_name(out->a, r->name)),
		    PSTR(type_text(out->a, r->type)), finding_info[r->id].code,
		    PSTR(r->why));
}

struct str
script_octal(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < text.n; i++) {
		unsigned code = 0;

		if (text.s[i] != '\\' || i + 3 >= text.n ||
		    !byte_is_digit(text.s[i + 1])) {
			buf_byte(&b, text.s[i]);
			/* An escaped mark is not the start of another. */
			if (text.s[i] == '\\' && i + 1 < text.n)
				buf_byte(&b, text.s[++i]);
			continue;
		}
		for (size_t j = 1; j <= 3; j++)
			code = code * 10 + (unsigned)(text.s[i + j] - '0');
		buf_printf(&b, "\\%03o", code);
		i += 3;
	}
	return buf_view(&b);
}

#include <stdio.h>

#include "base/escape.h"
#include "report/json_print.h"

struct printer {
	struct buf *out;
	bool compact;
	size_t depth;
};

/* What the escaped text still has that JSON wants escaped: no control
 * character is left. */
static void
put_quoted(struct buf *out, struct str s)
{
	const char *p = s.s;
	size_t from = 0;

	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (p[i] != '"' && p[i] != '\\')
			continue;
		buf_str(out, str_to(str_from(s, from), i - from));
		buf_byte(out, '\\');
		from = i;
	}
	buf_str(out, str_from(s, from));
	buf_byte(out, '"');
}

/* Whether s can stand between quotes as it is. */
static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] < 0x20 || s.s[i] >= 0x7f || s.s[i] == '"' ||
		    s.s[i] == '\\')
			return false;
	return true;
}

static void
put_text(struct buf *out, struct str s)
{
	struct buf safe = { 0 };

	if (is_plain(s)) {
		buf_byte(out, '"');
		buf_str(out, s);
		buf_byte(out, '"');
	} else if (escape_needed(s)) {
		buf_escaped(&safe, s);
		put_quoted(out, buf_view(&safe));
		buf_free(&safe);
	} else {
		put_quoted(out, s);
	}
}

static void
put_int(struct buf *out, int64_t number)
{
	if (number >= 0 && number <= UINT32_MAX)
		buf_number(out, (uint32_t)number, 1);
	else
		buf_printf(out, "%lld", (long long)number);
}

static void
new_line(struct printer *p)
{
	if (p->compact)
		return;
	buf_byte(p->out, '\n');
	buf_fill(p->out, ' ', p->depth * 2);
}

static void put_value(struct printer *p, const struct value *v);

static void
put_members(struct printer *p, const struct value *v, char open, char close)
{
	buf_byte(p->out, open);
	p->depth++;
	for (const struct value *i = v->first; i != NULL; i = i->next) {
		if (i != v->first)
			buf_byte(p->out, ',');
		new_line(p);
		if (i->key != NULL) {
			/* Keys are ours: nothing in them is escaped. */
			buf_byte(p->out, '"');
			buf_text(p->out, i->key);
			buf_text(p->out, p->compact ? "\":" : "\": ");
		}
		put_value(p, i);
	}
	p->depth--;
	if (v->first != NULL)
		new_line(p);
	buf_byte(p->out, close);
}

static void
put_value(struct printer *p, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		buf_text(p->out, "null");
		break;
	case VALUE_BOOL:
		buf_text(p->out, v->number != 0 ? "true" : "false");
		break;
	case VALUE_INT:
		put_int(p->out, v->number);
		break;
	case VALUE_STR:
		put_text(p->out, v->str);
		break;
	case VALUE_LIST:
		put_members(p, v, '[', ']');
		break;
	case VALUE_OBJECT:
		put_members(p, v, '{', '}');
		break;
	}
}

void
json_print(struct buf *out, const struct value *v, bool compact)
{
	struct printer p = { out, compact, 0 };

	put_value(&p, v);
	buf_byte(out, '\n');
}

#include <string.h>

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

/* n octets of the value c, and the top bit of each. */
#define OCTETS(c) (0x0101010101010101U * (c))
#define TOP_BITS  OCTETS(0x80)

/* Whether a word may have an octet that is zero: exact for the lowest. */
static uint64_t
has_zero(uint64_t word)
{
	return (word - OCTETS(1)) & ~word & TOP_BITS;
}

/* Whether eight octets may have one that cannot stand between quotes as it
 * is: a control character, a quote, a backslash, DEL, or not ASCII. */
static bool
word_is_special(uint64_t word)
{
	uint64_t control = (word - OCTETS(0x20)) & ~word & TOP_BITS;
	uint64_t beyond = ((word + OCTETS(1)) | word) & TOP_BITS;

	return (control | beyond | has_zero(word ^ OCTETS('"')) |
		   has_zero(word ^ OCTETS('\\'))) != 0;
}

/* Eight octets at a time: this is most of the work of a large batch. */
static bool
is_plain(struct str s)
{
	uint64_t word;
	size_t i = 0;

	for (; i + sizeof(word) <= s.n; i += sizeof(word)) {
		memcpy(&word, s.s + i, sizeof(word));
		if (word_is_special(word))
			return false;
	}
	word = OCTETS('x');
	memcpy(&word, i < s.n ? s.s + i : "", s.n - i);
	return !word_is_special(word);
}

static void
put_plain(struct buf *out, struct str s)
{
	char *to = buf_room(out, s.n + 2);

	*to++ = '"';
	if (s.n > 0)
		memcpy(to, s.s, s.n);
	to[s.n] = '"';
	buf_took(out, s.n + 2);
}

static void
put_text(struct buf *out, struct str s)
{
	struct buf safe = { 0 };

	if (is_plain(s)) {
		put_plain(out, s);
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

/* Keys are ours: nothing in them is escaped. */
static void
put_key(struct printer *p, struct str key)
{
	char *to = buf_room(p->out, key.n + 4);

	*to++ = '"';
	memcpy(to, key.s, key.n);
	to += key.n;
	*to++ = '"';
	*to++ = ':';
	*to = ' ';
	buf_took(p->out, key.n + (p->compact ? 3 : 4));
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
		if (i->key != NULL)
			put_key(p, str_of(i->key));
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

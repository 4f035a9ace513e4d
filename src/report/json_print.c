#include <string.h>

#include "base/escape.h"
#include "report/json_print.h"

const struct workflow_marks json_marks = { "\\u0023", "\\u003a" };

/* Eight times the octet c, and the top bit of each. */
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

static bool
is_special(unsigned char c)
{
	return c < 0x20 || c > 0x7e || c == '"' || c == '\\';
}

/* How much of the text can stand as it is.  Eight octets at a time: this is
 * most of the work of a large batch. */
static size_t
plain_length(struct str s)
{
	uint64_t word;
	size_t i = 0;

	for (; i + sizeof(word) <= s.n; i += sizeof(word)) {
		memcpy(&word, s.s + i, sizeof(word));
		if (word_is_special(word))
			break;
	}
	if (s.n >= sizeof(word) && s.n - i < sizeof(word)) {
		memcpy(&word, s.s + s.n - sizeof(word), sizeof(word));
		if (!word_is_special(word))
			return s.n;
	}
	while (i < s.n && !is_special((unsigned char)s.s[i]))
		i++;
	return i;
}

/* With a backslash before each quote and backslash; false, and the text is
 * not complete, where something else has to be escaped. */
static bool
put_slashed(struct buf *out, struct str s)
{
	for (;;) {
		size_t n = plain_length(s);

		buf_str(out, str_to(s, n));
		if (n == s.n)
			return true;
		if (s.s[n] != '"' && s.s[n] != '\\')
			return false;
		buf_byte(out, '\\');
		buf_byte(out, s.s[n]);
		s = str_from(s, n + 1);
	}
}

/* The rest is UTF-8 without a control character, once it is escaped. */
static void
put_escaped(struct buf *out, struct str s)
{
	struct buf safe = { 0 };

	buf_escaped(&safe, s);
	for (size_t i = 0; i < safe.n; i++) {
		if (safe.s[i] == '"' || safe.s[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, safe.s[i]);
	}
	buf_free(&safe);
}

static void
put_text(struct buf *out, struct str s)
{
	size_t begin;

	buf_byte(out, '"');
	begin = out->n;
	if (!put_slashed(out, s)) {
		out->n = begin;
		put_escaped(out, s);
	}
	buf_byte(out, '"');
}

static void
new_line(struct json_writer *j)
{
	buf_byte(j->out, '\n');
	buf_fill(j->out, ' ', (size_t)j->depth * 2);
}

/* What stands before a value.  Keys are ours: nothing in them is escaped. */
static void
begin(struct json_writer *j, const char *key)
{
	struct str k = str_of(key);
	char *to;

	if (j->is_begun)
		buf_byte(j->out, ',');
	if (!j->compact && j->depth > 0)
		new_line(j);
	j->is_begun = true;
	if (key == NULL)
		return;
	to = buf_room(j->out, k.n + 4);
	*to++ = '"';
	memcpy(to, k.s, k.n);
	to += k.n;
	*to++ = '"';
	*to++ = ':';
	*to = ' ';
	buf_took(j->out, k.n + (j->compact ? 3 : 4));
}

static void
open(struct json_writer *j, const char *key, char c)
{
	begin(j, key);
	buf_byte(j->out, c);
	j->depth++;
	j->is_begun = false;
}

static void
close(struct json_writer *j, char c)
{
	j->depth--;
	if (j->is_begun && !j->compact)
		new_line(j);
	buf_byte(j->out, c);
	j->is_begun = true;
}

void
json_open_object(struct json_writer *j, const char *key)
{
	open(j, key, '{');
}

void
json_close_object(struct json_writer *j)
{
	close(j, '}');
}

void
json_open_list(struct json_writer *j, const char *key)
{
	open(j, key, '[');
}

void
json_close_list(struct json_writer *j)
{
	close(j, ']');
}

void
json_put_str(struct json_writer *j, const char *key, struct str text)
{
	begin(j, key);
	put_text(j->out, text);
}

void
json_put_int(struct json_writer *j, const char *key, int64_t number)
{
	begin(j, key);
	if (number >= 0 && number <= UINT32_MAX)
		buf_number(j->out, (uint32_t)number, 1);
	else
		buf_printf(j->out, "%lld", (long long)number);
}

void
json_put_bool(struct json_writer *j, const char *key, bool is)
{
	begin(j, key);
	buf_str(j->out, is ? S("true") : S("false"));
}

void
json_put_null(struct json_writer *j, const char *key)
{
	begin(j, key);
	buf_str(j->out, S("null"));
}

static void
put_members(struct json_writer *j, const struct value *v)
{
	for (const struct value *i = v->first; i != NULL; i = i->next)
		json_put_value(j, i->key, i);
}

void
json_put_value(struct json_writer *j, const char *key, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		json_put_null(j, key);
		break;
	case VALUE_BOOL:
		json_put_bool(j, key, v->number != 0);
		break;
	case VALUE_INT:
		json_put_int(j, key, v->number);
		break;
	case VALUE_STR:
		json_put_str(j, key, v->str);
		break;
	case VALUE_LIST:
		json_open_list(j, key);
		put_members(j, v);
		json_close_list(j);
		break;
	case VALUE_OBJECT:
		json_open_object(j, key);
		put_members(j, v);
		json_close_object(j);
		break;
	}
}

void
json_print(struct buf *out, const struct value *v, bool compact)
{
	struct json_writer j = { .out = out, .compact = compact };

	json_put_value(&j, NULL, v);
	buf_byte(out, '\n');
}

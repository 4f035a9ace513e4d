#include <string.h>

#include "dns/name.h"

/* A label has two octets at least. */
enum { LABELS_MAX = NAME_MAX_OCTETS / 2 };

struct builder {
	unsigned char wire[NAME_MAX_OCTETS];
	size_t n;     /* octets so far */
	size_t label; /* where the open label's length stands */
};

static bool
add_octet(struct builder *b, char c)
{
	if (b->n - b->label > LABEL_MAX_OCTETS || b->n >= NAME_MAX_OCTETS - 1)
		return false;
	b->wire[b->n++] = (unsigned char)byte_lower(c);
	return true;
}

/* Ends the open label and opens the next. */
static bool
end_label(struct builder *b)
{
	size_t n = b->n - b->label - 1;

	if (n == 0 || b->n >= NAME_MAX_OCTETS)
		return false;
	b->wire[b->label] = (unsigned char)n;
	b->label = b->n++;
	return true;
}

static bool
finish(struct arena *a, struct builder *b, struct name *out)
{
	/* An open label that is empty is the root's: a dot stood last. */
	if (b->n - b->label > 1 && !end_label(b))
		return false;
	b->wire[b->label] = 0;
	*out = (struct name){
		(const unsigned char *)arena_str(
		    a, (struct str){ (const char *)b->wire, b->n })
		    .s,
		b->n,
	};
	return true;
}

/* Reads what follows a backslash; false where that is no escape. */
static bool
read_escape(struct str text, size_t *at, char *c)
{
	uint32_t octet;

	if (*at >= text.n)
		return false;
	if (!byte_is_digit(text.s[*at])) {
		*c = text.s[(*at)++];
		return true;
	}
	if (text.n - *at < 3 ||
	    !str_u32(str_to(str_from(text, *at), 3), 255, &octet))
		return false;
	*at += 3;
	*c = (char)octet;
	return true;
}

static bool
read_labels(struct builder *b, struct str text, bool escapes)
{
	for (size_t at = 0; at < text.n;) {
		char c = text.s[at++];

		if (c == '.') {
			if (!end_label(b))
				return false;
			continue;
		}
		if (c == '\\' && escapes && !read_escape(text, &at, &c))
			return false;
		if (!add_octet(b, c))
			return false;
	}
	return true;
}

static bool
parse(struct arena *a, struct str text, bool escapes, struct name *out)
{
	struct builder b = { .n = 1 };

	if (text.n == 0)
		return false;
	if (!str_eq(text, S(".")) && !read_labels(&b, text, escapes))
		return false;
	return finish(a, &b, out);
}

bool
name_parse(struct arena *a, struct str text, struct name *out)
{
	return parse(a, text, true, out);
}

bool
name_from_labels(struct arena *a, struct str text, struct name *out)
{
	return parse(a, text, false, out);
}

bool
name_below(
    struct arena *a, struct str labels, struct name name, struct name *out)
{
	struct builder b = { .n = 1 };

	if (name.n == 0 || !read_labels(&b, labels, true))
		return false;
	if (b.n - b.label > 1 && !end_label(&b))
		return false;
	if (b.label + name.n > NAME_MAX_OCTETS)
		return false;
	memcpy(b.wire + b.label, name.wire, name.n);
	*out = (struct name){
		(const unsigned char *)arena_str(
		    a, (struct str){ (const char *)b.wire, b.label + name.n })
		    .s,
		b.label + name.n,
	};
	return true;
}

bool
name_from_wire(
    struct arena *a, const unsigned char *wire, size_t n, struct name *out)
{
	unsigned char *copy;
	size_t at = 0;

	if (n == 0 || n > NAME_MAX_OCTETS)
		return false;
	while (wire[at] != 0) {
		if (wire[at] > LABEL_MAX_OCTETS)
			return false;
		at += wire[at] + 1U;
		if (at >= n)
			return false;
	}
	if (at + 1 != n)
		return false;
	copy = arena_alloc(a, n, 1);
	/* A length octet is at most 63 and so no capital letter. */
	for (size_t i = 0; i < n; i++)
		copy[i] = (unsigned char)byte_lower((char)wire[i]);
	*out = (struct name){ copy, n };
	return true;
}

/* Which octets of a label are text as they are: those of most names. */
/* clang-format off */
static const bool is_plain[256] = {
	['-'] = true, ['_'] = true, ['0'] = true, ['1'] = true, ['2'] = true,
	['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true, ['7'] = true,
	['8'] = true, ['9'] = true, ['a'] = true, ['b'] = true, ['c'] = true,
	['d'] = true, ['e'] = true, ['f'] = true, ['g'] = true, ['h'] = true,
	['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true, ['m'] = true,
	['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true,
	['s'] = true, ['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true,
	['x'] = true, ['y'] = true, ['z'] = true,
};
/* clang-format on */

/* The text of a name that has none but those: its wire form, with dots for
 * the lengths.  0 for any other. */
static size_t
put_plain(char *p, struct name name)
{
	size_t n = name.n - 2, at = 0;

	memcpy(p, name.wire + 1, n);
	for (;;) {
		size_t end = at + name.wire[at];

		for (; at < end; at++)
			if (!is_plain[(unsigned char)p[at]])
				return 0;
		if (end == n)
			return n;
		p[at++] = '.';
	}
}

static char *
put_octet(char *p, unsigned char c)
{
	if (c > 0x20 && c < 0x7f) {
		if (!byte_is_alnum((char)c) &&
		    memchr(".\\\"();@$", c, sizeof(".\\\"();@$") - 1) != NULL)
			*p++ = '\\';
		*p++ = (char)c;
		return p;
	}
	*p++ = '\\';
	*p++ = (char)('0' + c / 100);
	*p++ = (char)('0' + c / 10 % 10);
	*p++ = (char)('0' + c % 10);
	return p;
}

struct str
name_text(struct arena *a, struct name name)
{
	char text[NAME_MAX_OCTETS * 4], *p = text;
	size_t n;

	if (name.n == 0)
		return S("");
	if (name.n == 1)
		return S(".");
	n = put_plain(text, name);
	if (n > 0)
		return arena_str(a, (struct str){ text, n });
	for (struct name rest = name; rest.n > 1; rest = name_parent(rest)) {
		struct str label = name_label(rest);

		if (p != text)
			*p++ = '.';
		for (size_t i = 0; i < label.n; i++)
			p = put_octet(p, (unsigned char)label.s[i]);
	}
	return arena_str(a, (struct str){ text, (size_t)(p - text) });
}

struct name
name_copy(struct arena *a, struct name name)
{
	struct str wire = { (const char *)name.wire, name.n };

	if (name.n == 0)
		return name;
	wire = arena_str(a, wire);
	return (struct name){ (const unsigned char *)wire.s, wire.n };
}

bool
name_eq(struct name x, struct name y)
{
	return x.n == y.n && (x.n == 0 || memcmp(x.wire, y.wire, x.n) == 0);
}

/* Where the labels begin, from the left; how many there are without the
 * root's. */
static size_t
list_labels(struct name name, unsigned char *out)
{
	size_t n = 0;

	for (size_t at = 0; at + 1 < name.n; at += name.wire[at] + 1U)
		out[n++] = (unsigned char)at;
	return n;
}

static int
label_order(const unsigned char *x, const unsigned char *y)
{
	int order = memcmp(x + 1, y + 1, x[0] < y[0] ? x[0] : y[0]);

	return order != 0 ? order : (int)x[0] - (int)y[0];
}

int
name_order(struct name x, struct name y)
{
	unsigned char lx[LABELS_MAX], ly[LABELS_MAX];
	size_t nx = list_labels(x, lx), ny = list_labels(y, ly);

	for (size_t i = 1; i <= nx && i <= ny; i++) {
		int order =
		    label_order(x.wire + lx[nx - i], y.wire + ly[ny - i]);

		if (order != 0)
			return order;
	}
	return nx < ny ? -1 : nx > ny;
}

bool
name_is_in(struct name name, struct name ancestor)
{
	if (ancestor.n == 0)
		return false;
	while (name.n > ancestor.n)
		name = name_parent(name);
	return name_eq(name, ancestor);
}

size_t
name_labels(struct name name)
{
	size_t n = 0;

	for (; name.n > 1; name = name_parent(name))
		n++;
	return n;
}

struct name
name_parent(struct name name)
{
	size_t skip;

	if (name.n <= 1)
		return (struct name){ 0 };
	skip = name.wire[0] + 1U;
	return (struct name){ name.wire + skip, name.n - skip };
}

struct name
name_last(struct name name, size_t labels)
{
	for (size_t n = name_labels(name); n > labels; n--)
		name = name_parent(name);
	return name;
}

struct str
name_label(struct name name)
{
	if (name.n <= 1)
		return S("");
	return (struct str){ (const char *)name.wire + 1, name.wire[0] };
}

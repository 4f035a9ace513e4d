/*
 * str.h - views of text: a pointer and a length.
 *
 * A view owns nothing, is not NUL-terminated and may hold any byte, NUL too:
 * that is what the DNS sends.  Letters are ASCII letters whatever the locale.
 * What is smaller than its call is inline.
 */
#ifndef STR_H
#define STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *s;
	size_t n;
};

/* clang-format off */
#define STR(lit) { (lit), sizeof(lit) - 1 }     /* in a static initializer */
#define S(lit) ((struct str)STR(lit))           /* in an expression */
/* clang-format on */

/* For "%.*s": how printf() takes a view. */
#define PSTR(x) (int)(x).n, (x).s

/* NULL gives the empty view. */
static inline struct str
str_of(const char *text)
{
	return (struct str){ text, text == NULL ? 0 : strlen(text) };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool str_eq_nocase(struct str a, struct str b);
int str_order(struct str a, struct str b); /* as strcmp() orders */

bool str_starts(struct str s, struct str prefix);
bool str_starts_nocase(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Without the first at bytes. */
static inline struct str
str_from(struct str s, size_t at)
{
	if (at > s.n)
		at = s.n;
	return (struct str){ at == 0 ? s.s : s.s + at, s.n - at };
}

/* The first n bytes. */
static inline struct str
str_to(struct str s, size_t n)
{
	return (struct str){ s.s, n < s.n ? n : s.n };
}

/* Where c stands in s, or s.n. */
size_t str_find(struct str s, char c);
/* Where c stands in s last, or s.n. */
size_t str_find_last(struct str s, char c);
/* Where part stands in s first, or s.n. */
size_t str_search(struct str s, struct str part);

/* Takes what stands before the next sep out of rest, and sep with it; the
 * last part ends at the end.  False when rest is used up (rest->s is NULL
 * then), so "a,,b" gives three parts and "" gives one. */
bool str_cut(struct str *rest, char sep, struct str *part);

bool str_is_ascii(struct str s);   /* no octet is above 127 */
struct str str_trim(struct str s); /* without blanks and tabs at both ends */

/* A decimal number: digits only, at most max, the whole view. */
bool str_u32(struct str s, uint32_t max, uint32_t *out);

static inline bool
byte_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
byte_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
byte_is_alnum(char c)
{
	return byte_is_alpha(c) || byte_is_digit(c);
}

static inline char
byte_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int byte_hex(char c); /* its value as a hexadecimal digit, or -1 */

#endif

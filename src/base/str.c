#include "base/str.h"

int
byte_hex(char c)
{
	if (byte_is_digit(c))
		return c - '0';
	c = byte_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (byte_lower(a.s[i]) != byte_lower(b.s[i]))
			return false;
	return true;
}

int
str_order(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.s, b.s, n) : 0;

	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_to(s, prefix.n), prefix);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq_nocase(str_to(s, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

size_t
str_find(struct str s, char c)
{
	const char *p = s.n > 0 ? memchr(s.s, c, s.n) : NULL;

	return p == NULL ? s.n : (size_t)(p - s.s);
}

size_t
str_find_last(struct str s, char c)
{
	for (size_t at = s.n; at > 0; at--)
		if (s.s[at - 1] == c)
			return at - 1;
	return s.n;
}

size_t
str_search(struct str s, struct str part)
{
	size_t at = 0;

	if (part.n == 0)
		return 0;
	while (at + part.n <= s.n) {
		at += str_find(str_from(s, at), part.s[0]);
		if (str_starts(str_from(s, at), part))
			return at;
		at++;
	}
	return s.n;
}

bool
str_cut(struct str *rest, char sep, struct str *part)
{
	size_t at;

	if (rest->s == NULL)
		return false;
	at = str_find(*rest, sep);
	*part = str_to(*rest, at);
	if (at == rest->n)
		*rest = (struct str){ NULL, 0 };
	else
		*rest = str_from(*rest, at + 1);
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool
str_is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] >= 0x80)
			return false;
	return true;
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_blank(s.s[0]))
		s = str_from(s, 1);
	while (s.n > 0 && is_blank(s.s[s.n - 1]))
		s.n--;
	return s;
}

bool
str_u32(struct str s, uint32_t max, uint32_t *out)
{
	uint64_t value = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!byte_is_digit(s.s[i]))
			return false;
		value = value * 10 + (uint64_t)(s.s[i] - '0');
		if (value > max)
			return false;
	}
	*out = (uint32_t)value;
	return true;
}

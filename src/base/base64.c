#include "base/base64.h"

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* One more than what each letter stands for; 0 for what is none. */
/* clang-format off */
static const unsigned char values[256] = {
	['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6,
	['G'] = 7, ['H'] = 8, ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12,
	['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17,
	['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22,
	['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27,
	['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
	['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37,
	['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
	['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47,
	['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52,
	['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57,
	['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62,
	['+'] = 63, ['/'] = 64,
};
/* clang-format on */

uint32_t
base64_value(char c)
{
	return values[(unsigned char)c] - 1U;
}

bool
base64_is_letter(char c)
{
	return base64_value(c) < 64;
}

/* The 24 bits of four letters; UINT32_MAX where one of them is none. */
static uint32_t
read_group(const char *s)
{
	uint32_t a = base64_value(s[0]), b = base64_value(s[1]);
	uint32_t c = base64_value(s[2]), d = base64_value(s[3]);

	return (a | b | c | d) > 63 ? UINT32_MAX
				    : a << 18 | b << 12 | c << 6 | d;
}

/* The same of a last group with one or two letters less.  What its last letter
 * has beyond the last octet must be zero (RFC 4648 section 3.5). */
static uint32_t
read_padded(const char *s, size_t padding)
{
	const char group[4] = { s[0], s[1], padding == 1 ? s[2] : 'A', 'A' };
	uint32_t bits = read_group(group);

	return (bits & ((1U << padding * 8) - 1)) == 0 ? bits : UINT32_MAX;
}

bool
base64_decode(struct arena *a, struct str text, struct str *out)
{
	size_t padding = 0, last;
	char *octets, *to;
	uint32_t bits;

	if (text.n % 4 != 0)
		return false;
	while (padding < 2 && padding < text.n &&
	    text.s[text.n - padding - 1] == '=')
		padding++;
	last = padding > 0 ? text.n - 4 : text.n;
	octets = to = arena_alloc(a, text.n / 4 * 3, 1);
	for (size_t i = 0; i < last; i += 4, to += 3) {
		bits = read_group(text.s + i);
		if (bits == UINT32_MAX)
			return false;
		to[0] = (char)(bits >> 16);
		to[1] = (char)(bits >> 8 & 0xff);
		to[2] = (char)(bits & 0xff);
	}
	if (padding > 0) {
		bits = read_padded(text.s + last, padding);
		if (bits == UINT32_MAX)
			return false;
		to[0] = (char)(bits >> 16);
		to[1] = (char)(bits >> 8 & 0xff);
	}
	*out = (struct str){ octets, text.n / 4 * 3 - padding };
	return true;
}

struct str
base64_encode(struct arena *a, struct str octets)
{
	char *text = arena_alloc(a, (octets.n + 2) / 3 * 4, 1), *at = text;

	for (size_t i = 0; i < octets.n; i += 3) {
		size_t n = octets.n - i < 3 ? octets.n - i : 3;
		uint32_t bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			    (k < n ? (unsigned char)octets.s[i + k] : 0U);
		for (size_t k = 0; k < 4; k++)
			*at++ =
			    k <= n ? letters[bits >> (18 - 6 * k) & 63] : '=';
	}
	return (struct str){ text, (size_t)(at - text) };
}

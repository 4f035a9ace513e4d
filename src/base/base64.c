#include "base/base64.h"

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The six bits that a letter stands for, or -1. */
static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (byte_is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
base64_is_letter(char c)
{
	return value_of(c) >= 0;
}

bool
base64_decode(struct arena *a, struct str text, struct str *out)
{
	size_t padding = 0, n = 0;
	uint32_t bits = 0;
	char *octets;

	if (text.n % 4 != 0)
		return false;
	while (padding < 2 && text.n > 0 && text.s[text.n - 1] == '=') {
		text.n--;
		padding++;
	}
	octets = arena_alloc(a, text.n / 4 * 3 + 3, 1);
	for (size_t i = 0; i < text.n; i++) {
		int value = value_of(text.s[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		if (i % 4 != 0)
			octets[n++] = (char)(bits >> (6 - i % 4 * 2) & 0xff);
	}
	/* What the last letter has beyond the last octet must be zero. */
	if (padding > 0 && (bits & (padding == 1 ? 3U : 15U)) != 0)
		return false;
	*out = (struct str){ octets, n };
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

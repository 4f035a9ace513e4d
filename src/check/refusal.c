#include "check/refusal.h"

const struct refusal refusals[REFUSAL_COUNT] = {
#define REFUSAL(id, receiver, marks, codes, words, means, findings) \
	[REFUSAL_##id] = { receiver, marks, codes, words, means, findings },
#include "check/refusals.def"
#undef REFUSAL
};

static size_t
digits(struct str text)
{
	size_t n = 0;

	while (n < text.n && byte_is_digit(text.s[n]))
		n++;
	return n;
}

/* "5.7.25" at the start of the text; how long, or 0.  An address has four
 * parts. */
static size_t
code_length(struct str text)
{
	size_t at = 0;

	for (int part = 0; part < 3; part++) {
		size_t n = digits(str_from(text, at));

		if (n < 1 || n > (part == 0 ? 1 : 3))
			return 0;
		at += n;
		if (part < 2 && (at == text.n || text.s[at++] != '.'))
			return 0;
	}
	if (at + 1 < text.n && text.s[at] == '.' &&
	    byte_is_digit(text.s[at + 1]))
		return 0;
	return text.s[0] == '2' || text.s[0] == '4' || text.s[0] == '5' ? at
									: 0;
}

struct str
refusal_code(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t n;

		if (i > 0 &&
		    (byte_is_alnum(text.s[i - 1]) || text.s[i - 1] == '.'))
			continue;
		n = code_length(str_from(text, i));
		if (n > 0)
			return str_to(str_from(text, i), n);
	}
	return S("");
}

static struct str
lower(struct arena *a, struct str text)
{
	char *copy = arena_array(a, text.n, char);

	for (size_t i = 0; i < text.n; i++)
		copy[i] = byte_lower(text.s[i]);
	return (struct str){ copy, text.n };
}

static bool
has_any(struct str text, const char *words)
{
	struct str rest = str_of(words), word;

	while (rest.n > 0 && str_cut(&rest, '|', &word))
		if (str_search(text, word) < text.n)
			return true;
	return false;
}

static bool
has_code(const struct refusal *refusal, struct str code)
{
	struct str rest = str_of(refusal->codes), one;

	while (rest.n > 0 && str_cut(&rest, ' ', &one))
		if (str_eq(one, code))
			return true;
	return false;
}

/* How well a row fits: 0 not at all, 1 by its code alone. */
static int
fitness(const struct refusal *refusal, struct str code, struct str text)
{
	bool has_words = has_any(text, refusal->words);

	if (refusal->codes[0] == '\0' ? !has_words : !has_code(refusal, code))
		return 0;
	return 1 + 2 * has_words + has_any(text, refusal->marks);
}

size_t
refusal_find(struct arena *a, struct str text, const struct refusal **found)
{
	struct str code = refusal_code(text), words = lower(a, text);
	int best = 1;
	size_t n = 0;

	for (size_t i = 0; i < REFUSAL_COUNT; i++) {
		int fits = fitness(&refusals[i], code, words);

		if (fits < best)
			continue;
		if (fits > best)
			n = 0;
		best = fits;
		found[n++] = &refusals[i];
	}
	return n;
}

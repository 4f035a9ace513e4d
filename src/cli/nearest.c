#include "cli/nearest.h"
#include "check/finding.h"

enum {
	WORD_MAX = 40, /* octets: no word that is known has more */
	PART_MIN = 3   /* so many letters of a word tell which it is */
};

static size_t
least(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* Names are joined with one or the other. */
static bool
is_joint(char c)
{
	return c == '-' || c == '_' || c == '.' || c == ' ';
}

static bool
is_same(char x, char y)
{
	return byte_lower(x) == byte_lower(y) || (is_joint(x) && is_joint(y));
}

static bool
is_swapped(struct str x, size_t i, struct str y, size_t j)
{
	return i > 1 && j > 1 && is_same(x.s[i - 1], y.s[j - 2]) &&
	    is_same(x.s[i - 2], y.s[j - 1]);
}

/* Letters left out, added, changed, or two of them swapped (the optimal string
 * alignment distance). */
static size_t
distance(struct str x, struct str y)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];

	for (size_t i = 0; i <= x.n; i++)
		for (size_t j = 0; j <= y.n; j++) {
			if (i == 0 || j == 0) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] =
			    d[i - 1][j - 1] + !is_same(x.s[i - 1], y.s[j - 1]);
			d[i][j] =
			    least(d[i][j], 1 + least(d[i - 1][j], d[i][j - 1]));
			if (is_swapped(x, i, y, j))
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[x.n][y.n];
}

/* "auth" of "authoritative", "from" of "mail-from": as good as a letter. */
static bool
is_part(struct str part, struct str word)
{
	struct str end;

	if (part.n < PART_MIN || part.n >= word.n)
		return false;
	end = str_from(word, word.n - part.n);
	return str_starts_nocase(word, part) ||
	    (is_joint(end.s[-1]) && str_eq_nocase(end, part));
}

struct nearest
nearest_begin(struct str given)
{
	/* A third of the letters may be wrong, and no more than three. */
	size_t most = least(3, given.n / 3);

	return (struct nearest){ .given = given, .distance = most + 1 };
}

void
nearest_try(struct nearest *n, struct str word)
{
	size_t d;

	if (n->given.n == 0 || n->given.n > WORD_MAX || word.n > WORD_MAX)
		return;
	d = is_part(n->given, word) ? 1 : distance(n->given, word);
	if (d >= n->distance)
		return;
	n->distance = d;
	n->word = word;
}

struct str
nearest_text(struct arena *a, const struct nearest *n, const char *before)
{
	if (n->word.s == NULL)
		return S("");
	return arena_printf(
	    a, "; did you mean '%s%.*s'?", before, PSTR(n->word));
}

struct str
nearest_code(struct arena *a, struct str code)
{
	struct nearest near = nearest_begin(code);

	for (enum finding_id id = 0; id < FINDING_COUNT; id++)
		nearest_try(&near, str_of(finding_info[id].code));
	return nearest_text(a, &near, "");
}

#include <string.h>

#include "base/buf.h"
#include "zone/zone_generate.h"

/* What fits a signed number of 32 bits, as in BIND. */
static const uint32_t number_max = 0x7fffffff;

enum { WIDTH_MAX = 255 };

/* "10-20" or "10-20/2". */
static bool
read_range(struct str text, struct zone_generate *g)
{
	struct str rest = text, range, from;

	g->step = 1;
	return str_cut(&rest, '/', &range) &&
	    (rest.s == NULL ||
		(str_u32(rest, number_max, &g->step) && g->step > 0)) &&
	    str_cut(&range, '-', &from) && str_u32(from, number_max, &g->at) &&
	    str_u32(range, number_max, &g->stop) && g->at <= g->stop;
}

bool
zone_generate_begin(struct zone_generate *g, struct arena *a,
    const struct zone_line *line, uint32_t *lines, const char **why)
{
	*g = (struct zone_generate){ .at = 1 };
	if (line->n < 5) {
		*why = "$GENERATE takes a range, an owner, a type and data";
		return false;
	}
	if (!read_range(line->words[1].text, g)) {
		*g = (struct zone_generate){ .at = 1 };
		*why = "$GENERATE takes a range like 1-10 or 1-10/2";
		return false;
	}
	if ((g->stop - g->at) / g->step >= GENERATE_LINES_MAX - *lines) {
		*g = (struct zone_generate){ .at = 1 };
		*why = "$GENERATE makes more than 65536 lines in this zone";
		return false;
	}
	*lines += (g->stop - g->at) / g->step + 1;
	g->line = *line;
	g->line.n = line->n - 2;
	g->line.words = arena_array(a, g->line.n, struct zone_word);
	memcpy(
	    g->line.words, line->words + 2, g->line.n * sizeof(*g->line.words));
	return true;
}

/* The nibbles of a number, the lowest first, with dots between; width counts
 * digits and dots. */
static void
put_nibbles(struct buf *b, uint32_t n, uint32_t width, const char *digits)
{
	uint32_t taken = 0;

	do {
		buf_byte(b, digits[n & 15]);
		n >>= 4;
		taken++;
		if (n > 0 || taken < width) {
			buf_byte(b, '.');
			taken++;
		}
	} while (n > 0 || taken < width);
}

static bool
put_number(struct buf *b, uint32_t n, uint32_t width, char base)
{
	switch (base) {
	case 'd':
		buf_printf(b, "%0*u", (int)width, n);
		return true;
	case 'o':
		buf_printf(b, "%0*o", (int)width, n);
		return true;
	case 'x':
		buf_printf(b, "%0*x", (int)width, n);
		return true;
	case 'X':
		buf_printf(b, "%0*X", (int)width, n);
		return true;
	case 'n':
		put_nibbles(b, n, width, "0123456789abcdef");
		return true;
	case 'N':
		put_nibbles(b, n, width, "0123456789ABCDEF");
		return true;
	default:
		return false;
	}
}

/* What stands between the braces: OFFSET, WIDTH and BASE. */
static bool
put_form(struct buf *b, struct str form, uint32_t at)
{
	struct str offset, width = S("0"), base = S("d");
	bool is_negative = str_starts(form, S("-"));
	uint32_t by, columns;

	if (is_negative)
		form = str_from(form, 1);
	if (!str_cut(&form, ',', &offset) ||
	    !str_u32(offset, number_max, &by) || (is_negative && by > at))
		return false;
	if (form.s != NULL)
		str_cut(&form, ',', &width);
	if (form.s != NULL)
		base = form;
	return str_u32(width, WIDTH_MAX, &columns) && base.n == 1 &&
	    put_number(b, is_negative ? at - by : at + by, columns, base.s[0]);
}

/* What the '$' that text starts with stands for; the octets that it takes, or
 * 0. */
static size_t
put_dollar(struct buf *b, struct str text, uint32_t at)
{
	size_t close;

	if (text.n > 1 && text.s[1] == '$') {
		buf_byte(b, '$');
		return 2;
	}
	if (text.n == 1 || text.s[1] != '{') {
		buf_printf(b, "%u", at);
		return 1;
	}
	close = str_find(text, '}');
	if (close == text.n ||
	    !put_form(b, str_from(str_to(text, close), 2), at))
		return 0;
	return close + 1;
}

static bool
put_word(struct buf *b, struct str text, uint32_t at, const char **why)
{
	size_t taken;

	for (size_t i = 0; i < text.n; i += taken) {
		taken = 1;
		if (text.s[i] == '\\' && i + 1 < text.n) {
			taken = 2;
			buf_str(b,
			    text.s[i + 1] == '$'
				? S("$")
				: str_from(str_to(text, i + 2), i));
		} else if (text.s[i] == '$') {
			taken = put_dollar(b, str_from(text, i), at);
		} else {
			buf_byte(b, text.s[i]);
		}
		if (taken == 0) {
			*why = "$GENERATE: not a form like ${OFFSET,WIDTH,d}, "
			       "or a number below 0";
			return false;
		}
		if (b->n > GENERATE_LINE_OCTETS_MAX) {
			*why = "$GENERATE makes a line of more than "
			       "4096 octets";
			return false;
		}
	}
	return true;
}

bool
zone_generate_next(struct zone_generate *g, struct arena *a,
    struct zone_line *out, const char **why)
{
	struct buf b = { .a = a };
	size_t *ends, from = 0;

	if (g->at > g->stop)
		return false;
	ends = arena_array(a, g->line.n, size_t);
	*out = g->line;
	out->words = arena_array(a, g->line.n, struct zone_word);
	for (size_t i = 0; i < g->line.n; i++) {
		out->words[i] = g->line.words[i];
		if (!put_word(&b, g->line.words[i].text, g->at, why))
			return false;
		ends[i] = b.n;
	}
	for (size_t i = 0; i < g->line.n; from = ends[i++])
		out->words[i].text =
		    str_from(str_to(buf_view(&b), ends[i]), from);
	g->at += g->step;
	return true;
}

#include <string.h>

#include "dns/zone_line.h"

void
zone_lines_begin(struct zone_lines *lines, struct str text)
{
	static const struct str mark = STR("\xef\xbb\xbf");

	*lines = (struct zone_lines){ .text = text, .line = 1 };
	if (str_starts(text, mark))
		lines->at = mark.n;
}

static bool
fail(struct zone_lines *lines, unsigned line, const char *err)
{
	lines->err = err;
	lines->err_line = line;
	return false;
}

static struct str
rest_of(const struct zone_lines *lines)
{
	return str_from(lines->text, lines->at);
}

static struct zone_word *
add_word(struct zone_line *line, struct arena *a, struct str text)
{
	if (line->n == line->cap) {
		size_t cap = line->cap * 2 + 8;
		struct zone_word *more = arena_array(a, cap, struct zone_word);

		if (line->n > 0)
			memcpy(more, line->words, line->n * sizeof(*more));
		line->words = more;
		line->cap = cap;
	}
	line->words[line->n] = (struct zone_word){ .text = text };
	return &line->words[line->n++];
}

static bool
ends_word(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' ||
	    c == '(' || c == ')' || c == '"';
}

/* The octets of the word that rest starts with: up to the closing quote, or
 * to what ends a plain word. */
static size_t
word_octets(struct str rest, bool quoted)
{
	size_t i = 0;

	while (i < rest.n && rest.s[i] != '\n' &&
	    !(quoted ? rest.s[i] == '"' : ends_word(rest.s[i])))
		i +=
		    rest.s[i] == '\\' && i + 1 < rest.n && rest.s[i + 1] != '\n'
		    ? 2
		    : 1;
	return i;
}

static bool
read_word(struct zone_lines *lines, struct arena *a, struct zone_line *out)
{
	bool quoted = lines->text.s[lines->at] == '"';
	struct zone_word *word;
	size_t n;

	lines->at += quoted;
	n = word_octets(rest_of(lines), quoted);
	word = add_word(out, a, str_to(rest_of(lines), n));
	word->quoted = quoted;
	lines->at += n;
	if (quoted) {
		if (lines->at == lines->text.n ||
		    lines->text.s[lines->at] != '"')
			return fail(lines, lines->line,
			    "a quote is not closed on its line");
		lines->at++;
	}
	if (memchr(word->text.s, 0, n) != NULL)
		return fail(lines, lines->line, "a NUL octet in the text");
	word->cut =
	    lines->at < lines->text.n && lines->text.s[lines->at] == ';';
	return true;
}

/* Up to the end of the physical line. */
static void
skip_comment(struct zone_lines *lines, struct zone_line *out)
{
	struct str rest = str_from(rest_of(lines), 1);
	struct str comment = str_to(rest, str_find(rest, '\n'));

	if (out->n > 0 && out->words[out->n - 1].comment.s == NULL)
		out->words[out->n - 1].comment = comment;
	lines->at += comment.n + 1;
}

/* Reads one logical line, which may have no word. */
static bool
read_line(struct zone_lines *lines, struct arena *a, struct zone_line *out)
{
	unsigned depth = 0, opened = 0;

	*out = (struct zone_line){ .first = lines->line };
	if (lines->at < lines->text.n)
		out->starts_blank = lines->text.s[lines->at] == ' ' ||
		    lines->text.s[lines->at] == '\t';
	while (lines->at < lines->text.n) {
		char c = lines->text.s[lines->at];

		out->last = lines->line;
		if (c == '\n') {
			lines->at++;
			lines->line++;
			if (depth == 0)
				return true;
		} else if (c == ';') {
			skip_comment(lines, out);
		} else if (c == '(') {
			lines->at++;
			if (depth++ == 0)
				opened = lines->line;
		} else if (c == ')') {
			lines->at++;
			if (depth-- == 0)
				return fail(lines, lines->line,
				    "a ')' without a '(' before it");
		} else if (c != '"' && ends_word(c)) {
			lines->at++;
		} else if (!read_word(lines, a, out)) {
			return false;
		}
	}
	return depth == 0 || fail(lines, opened, "a '(' is never closed");
}

/* Not even a comment is there. */
static bool
is_empty(struct str line)
{
	size_t i = 0;

	while (i < line.n &&
	    (line.s[i] == ' ' || line.s[i] == '\t' || line.s[i] == '\r' ||
		line.s[i] == '\n'))
		i++;
	return i == line.n;
}

bool
zone_line_next(struct zone_lines *lines, struct arena *a, struct zone_line *out)
{
	bool after_empty = false;

	while (lines->err == NULL && lines->at < lines->text.n) {
		size_t start = lines->at;

		if (read_line(lines, a, out) && out->n > 0) {
			out->after_empty = after_empty;
			return true;
		}
		after_empty |= is_empty(
		    str_to(str_from(lines->text, start), lines->at - start));
	}
	return false;
}

bool
zone_name_is_absolute(struct str text)
{
	size_t backslashes = 0;

	if (text.n == 0 || text.s[text.n - 1] != '.')
		return false;
	while (backslashes + 1 < text.n &&
	    text.s[text.n - 2 - backslashes] == '\\')
		backslashes++;
	return backslashes % 2 == 0;
}

#include "report/wrap.h"
#include "base/escape.h"

/* Not a byte in the middle of a UTF-8 sequence. */
static bool
is_start(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t
columns(struct str escaped)
{
	size_t n = 0;

	for (size_t i = 0; i < escaped.n; i++)
		n += is_start(escaped.s[i]);
	return n;
}

struct str
columns_first(struct str escaped, size_t n)
{
	size_t i = 0;

	while (i < escaped.n && (!is_start(escaped.s[i]) || n-- > 0))
		i++;
	return str_to(escaped, i);
}

struct str
columns_last(struct str escaped, size_t n)
{
	size_t all = columns(escaped);

	if (n >= all)
		return escaped;
	return str_from(escaped, columns_first(escaped, all - n).n);
}

struct wrap
wrap_begin(struct buf *out, struct arena *a, size_t column)
{
	buf_fill(out, ' ', column);
	return (struct wrap){ out, a, column, column };
}

static void
next_line(struct wrap *w)
{
	buf_byte(w->out, '\n');
	buf_fill(w->out, ' ', w->indent);
	w->column = w->indent;
}

static void
put(struct wrap *w, struct str escaped)
{
	buf_str(w->out, escaped);
	w->column += columns(escaped);
}

static void
put_word(struct wrap *w, struct str word)
{
	bool first = w->column == w->indent;

	if (!first && w->column + 1 + columns(word) > WRAP_COLUMNS) {
		next_line(w);
		first = true;
	}
	if (!first)
		put(w, S(" "));
	while (w->column + columns(word) > WRAP_COLUMNS) {
		struct str part = columns_first(word, WRAP_COLUMNS - w->column);

		put(w, part);
		word = str_from(word, part.n);
		next_line(w);
	}
	put(w, word);
}

void
wrap_words(struct wrap *w, struct str text)
{
	struct str rest = escape(w->a, text), word;

	while (str_cut(&rest, ' ', &word))
		if (word.n > 0)
			put_word(w, word);
}

void
wrap_right(struct wrap *w, struct str text)
{
	struct str escaped = escape(w->a, text);
	size_t n = columns(escaped);

	if (w->column > w->indent && w->column + 2 + n > WRAP_COLUMNS)
		next_line(w);
	if (w->column + n < WRAP_COLUMNS)
		buf_fill(w->out, ' ', WRAP_COLUMNS - w->column - n);
	buf_str(w->out, escaped);
	w->column = WRAP_COLUMNS;
}

void
wrap_end(struct wrap *w)
{
	buf_byte(w->out, '\n');
}

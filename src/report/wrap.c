#include "report/wrap.h"

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
	size_t left = columns(word);

	if (!first && w->column + 1 + left > WRAP_COLUMNS) {
		next_line(w);
		first = true;
	}
	if (!first)
		put(w, S(" "));
	while (w->column + left > WRAP_COLUMNS) {
		struct str part = columns_first(word, WRAP_COLUMNS - w->column);

		left -= WRAP_COLUMNS - w->column;
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

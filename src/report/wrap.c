#include "report/wrap.h"

enum { ROOM_MIN = 20 }; /* however narrow the terminal is */

struct wrap
wrap_from(const struct page *page, size_t column)
{
	return (struct wrap){ page, column, column, INK_PLAIN };
}

struct wrap
wrap_begin(const struct page *page, size_t column)
{
	buf_fill(page->out, ' ', column);
	return wrap_from(page, column);
}

/* Where lines end. */
static size_t
margin(const struct wrap *w)
{
	return w->page->columns < w->indent + ROOM_MIN ? w->indent + ROOM_MIN
						       : w->page->columns;
}

/* Each line has its own ink: a pager may take the lines apart. */
static void
next_line(struct wrap *w)
{
	page_ink_end(w->page, w->ink);
	buf_byte(w->page->out, '\n');
	buf_fill(w->page->out, ' ', w->indent);
	page_ink(w->page, w->ink);
	w->column = w->indent;
}

static void
put(struct wrap *w, struct str escaped)
{
	buf_str(w->page->out, escaped);
	w->column += columns(escaped);
}

static void
put_word(struct wrap *w, struct str word)
{
	bool first = w->column == w->indent;
	size_t left = columns(word), end = margin(w);

	if (!first && w->column + 1 + left > end) {
		next_line(w);
		first = true;
	}
	if (!first)
		put(w, S(" "));
	while (w->column + left > end) {
		struct str part = columns_first(word, end - w->column);

		left -= end - w->column;
		put(w, part);
		word = str_from(word, part.n);
		next_line(w);
	}
	put(w, word);
}

void
wrap_words(struct wrap *w, struct str text)
{
	struct str rest = escape(w->page->a, text), word;

	page_ink(w->page, w->ink);
	while (str_cut(&rest, ' ', &word))
		if (word.n > 0)
			put_word(w, word);
	page_ink_end(w->page, w->ink);
}

void
wrap_right(struct wrap *w, struct str text, enum ink ink)
{
	struct str escaped = escape(w->page->a, text);
	size_t n = columns(escaped), end = margin(w);

	if (w->column > w->indent && w->column + 2 + n > end) {
		buf_byte(w->page->out, '\n');
		buf_fill(w->page->out, ' ', w->indent);
		w->column = w->indent;
	}
	if (w->column + n < end)
		buf_fill(w->page->out, ' ', end - w->column - n);
	page_put(w->page, escaped, ink);
	w->column = end;
}

void
wrap_end(struct wrap *w)
{
	buf_byte(w->page->out, '\n');
}

/* A record on a terminal: whatever it is and whatever part of it is meant, no
 * control character and no line of more than 80 columns. */
#include "report/evidence.h"
#include "report/wrap.h"

#include "fuzz.h"

static void
hold(struct str text)
{
	struct str line;

	assert(str_ends(text, S("\n")));
	while (str_cut(&text, '\n', &line)) {
		assert(columns(line) <= PAGE_COLUMNS);
		for (size_t i = 0; i < line.n; i++)
			assert((unsigned char)line.s[i] >= 0x20 &&
			    line.s[i] != 0x7f);
	}
}

/* The first two octets say which part is meant. */
FUZZ(evidence)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a }, words = { .a = &a };
	struct str record;
	struct page page = page_plain(&out, &a);
	struct wrap w;

	if (size < 2)
		return;
	record = (struct str){ (const char *)data + 2, size - 2 };
	evidence_write(&page, 6, record, data[0], data[1], INK_FAIL);
	hold(buf_view(&out));
	page.out = &words;
	w = wrap_begin(&page, 6);
	wrap_words(&w, record);
	wrap_right(&w, S("[spf.softfail]"), INK_DIM);
	wrap_end(&w);
	hold(buf_view(&words));
	arena_free(&a);
}

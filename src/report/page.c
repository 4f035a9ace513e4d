#include "report/page.h"

static const char *const sgr[] = { /* ECMA-48 section 8.3.117 */
	[INK_PLAIN] = NULL,
	[INK_DIM] = "2",
	[INK_BOLD] = "1",
	[INK_PASS] = "32",
	[INK_WARN] = "33",
	[INK_UNKNOWN] = "35",
	[INK_FAIL] = "1;31"
};

struct page
page_plain(struct buf *out, struct arena *a)
{
	return (struct page){ .out = out, .a = a, .columns = PAGE_COLUMNS };
}

void
page_ink(const struct page *page, enum ink ink)
{
	if (page->has_color && sgr[ink] != NULL)
		buf_printf(page->out, "\033[%sm", sgr[ink]);
}

void
page_ink_end(const struct page *page, enum ink ink)
{
	if (page->has_color && sgr[ink] != NULL)
		buf_text(page->out, "\033[0m");
}

void
page_put(const struct page *page, struct str text, enum ink ink)
{
	page_ink(page, ink);
	buf_str(page->out, text);
	page_ink_end(page, ink);
}

/*
 * page.h - what text for people is written on: how wide it is, and whether it
 * has colour and lines.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { PAGE_COLUMNS = 80 }; /* where there is no terminal */

/* How a text stands out; where there is no colour, it does not. */
enum ink {
	INK_PLAIN,
	INK_DIM,
	INK_BOLD,
	INK_PASS,
	INK_WARN,
	INK_UNKNOWN,
	INK_FAIL,
};

struct page {
	struct buf *out;
	struct arena *a;
	size_t columns;
	bool has_color;
	bool has_lines; /* to draw with, U+2500 and so on; or ASCII */
};

/* 80 columns of ASCII. */
struct page page_plain(struct buf *out, struct arena *a);

/* What is added from here on has that ink, until page_ink_end(). */
void page_ink(const struct page *page, enum ink ink);
void page_ink_end(const struct page *page, enum ink ink);

/* Text of our own in an ink. */
void page_put(const struct page *page, struct str text, enum ink ink);

#endif

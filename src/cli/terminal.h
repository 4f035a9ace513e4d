/* terminal.h - what text on standard output can look like. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "report/page.h"

/* As many as a reader can follow; 0 where there is no terminal. */
size_t terminal_columns(void);

/* Whether the locale has characters to draw lines with: its encoding is UTF-8
 * (LC_ALL, else LC_CTYPE, else LANG; POSIX, Base Definitions 8.2). */
bool terminal_has_lines(void);

/* Whether colour is wanted where nobody said so. */
bool terminal_has_color(void);

/* A page of that width, without colour. */
struct page terminal_page(struct buf *out, struct arena *a);

#endif

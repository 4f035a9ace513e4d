/* spf_draw.h - an SPF record and all that it includes, drawn as a tree. */
#ifndef SPF_DRAW_H
#define SPF_DRAW_H

#include "facts/spf_tree.h"
#include "report/page.h"

/* One line a term, with the number of its lookups and what it came to at the
 * right margin: MATCH on the way that decided, what broke the record in
 * capitals, the rest of what was not reached dim.  A record that is met again
 * is not drawn again; nothing where there is no record. */
void spf_draw(
    const struct page *page, size_t indent, const struct spf_report *report);

#endif

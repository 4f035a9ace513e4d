/* spf_draw.h - an SPF record and all that it includes, drawn as a tree. */
#ifndef SPF_DRAW_H
#define SPF_DRAW_H

#include "base/buf.h"
#include "facts/spf_tree.h"

/* One line a term, with what it costs and came to at the right margin; a
 * record that is met again is not drawn again, and nothing where there is no
 * record. */
void spf_draw(struct buf *out, struct arena *a, size_t indent,
    const struct spf_report *report);

#endif

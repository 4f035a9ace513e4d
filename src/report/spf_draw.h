/* spf_draw.h - an SPF record and all that it includes, drawn as a tree. */
#ifndef SPF_DRAW_H
#define SPF_DRAW_H

#include "base/buf.h"
#include "facts/spf_tree.h"

/* A term of the tree. */
struct spf_line {
	unsigned depth;  /* 0: the domain that it begins with */
	struct str term; /* raw */
	struct str note; /* what it costs and came to; or empty */
	bool is_last;    /* nothing follows in the same record */
};

/* Hands out the lines of a drawing, none where there is no record. */
void spf_draw_lines(struct arena *a, const struct spf_report *report,
    void (*draw)(void *owner, const struct spf_line *line), void *owner);

/* One line a term, with what it costs and came to at the right margin; a
 * record that is met again is not drawn again, and nothing where there is no
 * record. */
void spf_draw(struct buf *out, struct arena *a, size_t indent,
    const struct spf_report *report);

#endif

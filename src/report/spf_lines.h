/* spf_lines.h - an SPF record and all that it includes, one line a term. */
#ifndef SPF_LINES_H
#define SPF_LINES_H

#include "facts/spf_tree.h"
#include "report/page.h"

enum { SPF_LINES_DEPTH_MAX = 12 }; /* of lines */

/* A term of the tree. */
struct spf_line {
	unsigned depth;  /* 0: the domain that it begins with */
	struct str term; /* raw */
	enum ink ink;    /* of all but the mark */
	struct str note; /* its lookups and what it came to; or empty */
	struct str mark; /* what stands out behind that; or empty */
	enum ink mark_ink;
	bool is_last; /* nothing follows in the same record */
};

/* Hands out the lines, none where there is no record.  Lookups are numbered;
 * the mark is MATCH on the way that decided, and in capitals what broke the
 * record; what was not reached is dim.  A record that is met again is not
 * drawn again. */
void spf_lines(struct arena *a, const struct spf_report *report,
    void (*draw)(void *owner, const struct spf_line *line), void *owner);

/* The note and the mark. */
struct str spf_line_note(struct arena *a, const struct spf_line *line);

#endif

/* spf_text.h - what `mailpreflight spf` says to people. */
#ifndef SPF_TEXT_H
#define SPF_TEXT_H

#include "facts/spf_tree.h"
#include "report/format.h"

/* The evaluation, and what the check found; report is NULL where the domain is
 * no legal name. */
struct spf_verdict {
	struct spf_report spf;
	const struct report *report;
};

void spf_text(struct buf *out, const struct spf_verdict *verdict,
    const struct format_choice *choice);

#endif

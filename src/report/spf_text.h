/* spf_text.h - what `mailpreflight spf` says to people. */
#ifndef SPF_TEXT_H
#define SPF_TEXT_H

#include "base/buf.h"
#include "facts/spf_tree.h"

void
spf_text(struct buf *out, struct arena *a, const struct spf_report *report);

#endif

/* spf_text.h - what `mailpreflight spf` says to people. */
#ifndef SPF_TEXT_H
#define SPF_TEXT_H

#include "facts/spf_tree.h"
#include "report/page.h"

void spf_text(const struct page *page, const struct spf_report *report);

#endif

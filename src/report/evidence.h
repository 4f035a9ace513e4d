/* evidence.h - a record, and carets under the part that is meant. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "base/str.h"
#include "report/page.h"

/* Adds one line of the record, cut to what is around the meant part where it
 * is too long for a line, and one of carets; without a part (n is 0 and at is
 * 0) only its start.  The record is raw: any byte.  The part has the ink. */
void evidence_write(const struct page *page, size_t indent, struct str record,
    size_t at, size_t n, enum ink ink);

#endif

/* line.h - a report on one line: verdict, domain, IPs, codes. */
#ifndef LINE_H
#define LINE_H

#include "report/format.h"

/* "fail example.com 203.0.113.6 reverse.default,spf.softfail"; "-" stands
 * where there is none.  Codes of severity info are left out. */
void report_line(struct buf *out, const struct report *report);

/* The codes alone, each once and with commas between, or empty. */
struct str report_codes(const struct report *report);

/* "error - - line 7: ..." stands in its place for a line that is no sender. */
void report_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice);

#endif

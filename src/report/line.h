/* line.h - a report on one line: verdict, domain, IPs, codes. */
#ifndef LINE_H
#define LINE_H

#include "base/buf.h"
#include "check/driver.h"

/* "fail example.com 203.0.113.6 reverse.default,spf.softfail"; "-" stands
 * where there is none.  Codes of severity info are left out. */
void report_line(struct buf *out, const struct report *report);

#endif

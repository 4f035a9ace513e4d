/* batch_error.h - what stands in a batch's output for a bad line. */
#ifndef BATCH_ERROR_H
#define BATCH_ERROR_H

#include <stdint.h>

#include "base/buf.h"
#include "report/format.h"

/* {"error": ..., "line": ...}, or "error - - line N: ..." as text. */
void report_batch_error(
    struct buf *out, enum format_id format, uint64_t line, struct str error);

#endif

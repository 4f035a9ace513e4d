/*
 * format.h - how a report is written: the table of formats.
 *
 * A format adds the whole report to a buffer and writes nothing itself.  To
 * add one: one file, one row in formats.def.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "check/driver.h"

/* What the user chose. */
struct format_choice {
	bool color;
	bool quiet;
	bool verbose;
	bool timeless;      /* no times: the same answers, the same bytes */
	bool compact;       /* JSON: one line */
	struct str started; /* RFC 3339; not with timeless */
};

enum format_id {
#define FORMAT(id, name, function, title) FORMAT_##id,
#include "report/formats.def"
#undef FORMAT
	FORMAT_COUNT
};

#define FORMAT(id, name, function, title)                           \
	void function(struct buf *out, const struct report *report, \
	    const struct format_choice *choice);
#include "report/formats.def"
#undef FORMAT

struct format_info {
	const char *name;
	void (*write)(struct buf *out, const struct report *report,
	    const struct format_choice *choice);
	const char *title;
};

extern const struct format_info format_info[FORMAT_COUNT];

enum format_id format_by_name(struct str name); /* or FORMAT_COUNT */

#endif

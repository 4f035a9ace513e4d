/* place.h - where a finding is from, and what it is recognised by. */
#ifndef PLACE_H
#define PLACE_H

#include "report/format.h"

/* A file and line, or else the record set that the finding is about, which
 * stays the same from run to run. */
struct place {
	struct str file;    /* escaped; empty: none is known */
	uint32_t line;      /* from 1; 0: the file has no such record */
	struct str logical; /* "dns/NAME/TYPE", escaped */
};

struct place finding_place(const struct report *report, const struct result *r,
    const struct finding *f);

/* A line of a batch's input. */
struct place line_place(struct arena *a, const struct format_choice *choice);

/* The file, or what stands for it. */
struct str place_path(const struct place *place);

/* Of domain, check, code, subject and IP, so that it survives other texts and
 * moved lines; a finding that comes again has a number. */
struct str finding_fingerprint(const struct report *report,
    const struct result *r, const struct finding *f);

/* A path as a relative reference (RFC 3986 section 4.2). */
void uri_path(struct buf *out, struct str path);

#endif

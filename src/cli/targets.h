/* targets.h - what is to be written, and where: reports, and what to file. */
#ifndef TARGETS_H
#define TARGETS_H

#include "base/arena.h"
#include "cli/args.h"
#include "fix/script.h"
#include "report/filing.h"
#include "report/format.h"

struct target {
	enum format_id format;
	const char *path; /* NULL: standard output */
	/* What is written in place of the report; both NULL: the report. */
	const struct filing_info *filing;
	const struct script_info *script;
};

/* Those asked for, one a place. */
struct targets {
	const struct target *all;
	size_t n;
};

/* Whether a report goes to the file. */
bool targets_have(const struct targets *targets, const char *path);

/* False, and a line in *error that names the option and its value. */
bool targets_read(struct arena *a, const struct args *args, struct targets *out,
    struct str *error);

/* Adds one to standard output, unless another goes there. */
void
targets_add(struct arena *a, struct targets *targets, enum format_id format);

#endif

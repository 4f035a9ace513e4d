/* example.h - an example of each finding, before and after it is fixed. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include "check/finding.h"

/* Lines that each end in a newline: examples.def says what stands in them. */
struct example {
	const char *before; /* what shows the finding */
	const char *after;  /* the same, mended */
};

extern const struct example example[FINDING_COUNT];

#endif

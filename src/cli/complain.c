#include <stdarg.h>
#include <stdio.h>

#include "base/escape.h"
#include "base/workflow.h"
#include "cli/complain.h"

enum { COMPLAINT_COLUMNS = 1000 };

enum quit
complain(struct arena *a, enum quit quit, const char *fmt, ...)
{
	va_list ap;
	struct str text;

	va_start(ap, fmt);
	text = excerpt(a, arena_vprintf(a, fmt, ap), COMPLAINT_COLUMNS);
	va_end(ap);
	if (is_workflow())
		text = workflow_safe(a, text);
	fprintf(stderr, "mailpreflight: %.*s\n", PSTR(text));
	return quit;
}

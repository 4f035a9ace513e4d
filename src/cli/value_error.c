#include <stdarg.h>

#include "base/escape.h"
#include "cli/value_error.h"

bool
value_error(struct arena *a, enum option_id id, struct str value,
    struct str *error, const char *fmt, ...)
{
	va_list ap;
	struct str reason;

	va_start(ap, fmt);
	reason = arena_vprintf(a, fmt, ap);
	va_end(ap);
	*error = arena_printf(a, "--%s '%.*s': %.*s", option_info[id].name,
	    PSTR(excerpt(a, value, EXCERPT_COLUMNS)), PSTR(reason));
	return false;
}

#include <stdarg.h>

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
	    PSTR(value), PSTR(reason));
	return false;
}

#include "report/batch_error.h"
#include "base/escape.h"
#include "report/json_print.h"

void
report_batch_error(
    struct buf *out, enum format_id format, uint64_t line, struct str error)
{
	struct arena a = { 0 };
	struct value *object = value_object(&a);

	value_add_str(&a, object, "error", error);
	value_add_int(&a, object, "line", (int64_t)line);
	if (format == FORMAT_JSON)
		json_print(out, object, true);
	else
		buf_printf(out, "error - - line %llu: %.*s\n",
		    (unsigned long long)line, PSTR(escape(&a, error)));
	arena_free(&a);
}

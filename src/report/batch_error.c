#include "report/batch_error.h"
#include "base/escape.h"
#include "report/json_print.h"

void
report_batch_error(
    struct buf *out, enum format_id format, uint64_t line, struct str error)
{
	struct arena a = { 0 };
	struct json_writer j = { .out = out, .compact = true };

	if (format == FORMAT_JSON) {
		json_open_object(&j, NULL);
		json_put_str(&j, "error", error);
		json_put_int(&j, "line", (int64_t)line);
		json_close_object(&j);
		buf_byte(out, '\n');
		return;
	}
	buf_printf(out, "error - - line %llu: %.*s\n", (unsigned long long)line,
	    PSTR(escape(&a, error)));
	arena_free(&a);
}

#include <stdlib.h>

#include <jansson.h>

#include "base/escape.h"
#include "report/batch_error.h"

static void
put_json(struct buf *out, uint64_t line, struct str error)
{
	json_t *object = json_pack(
	    "{s:s%, s:I}", "error", error.s, error.n, "line", (json_int_t)line);
	char *bytes = object == NULL ? NULL : json_dumps(object, JSON_COMPACT);

	if (bytes == NULL)
		oom();
	buf_text(out, bytes);
	free(bytes);
	json_decref(object);
}

void
report_batch_error(
    struct buf *out, enum format_id format, uint64_t line, struct str error)
{
	struct arena a = { 0 };

	error = escape(&a, error);
	if (format == FORMAT_JSON)
		put_json(out, line, error);
	else
		buf_printf(out, "error - - line %llu: %.*s",
		    (unsigned long long)line, PSTR(error));
	buf_byte(out, '\n');
	arena_free(&a);
}

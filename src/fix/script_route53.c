/*
 * A change batch for "aws route53 change-resource-record-sets": sets are whole,
 * with the values that stay; all of it is applied, or nothing.
 */
#include "fix/script.h"
#include "fix/script_text.h"

/* All that is written is visible ASCII. */
static void
write_string(struct buf *out, struct str text)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '"' || text.s[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, text.s[i]);
	}
	buf_byte(out, '"');
}

static void
write_set(struct buf *out, const struct change *c)
{
	bool gone = c->action == CHANGE_DELETE;
	const struct change_value *values = gone ? c->old : c->new;
	size_t n = gone ? c->nold : c->nnew;
	struct arena *a = out->a;

	buf_printf(out,
	    "    {\n      \"Action\": \"%s\",\n"
	    "      \"ResourceRecordSet\": {\n        \"Name\": ",
	    gone ? "DELETE" : "UPSERT");
	write_string(out, script_octal(a, script_name(a, c->name)));
	buf_printf(out,
	    ",\n        \"Type\": \"%.*s\",\n        \"TTL\": %u,\n"
	    "        \"ResourceRecords\": [\n",
	    PSTR(type_text(a, c->type)), c->ttl);
	for (size_t i = 0; i < n; i++) {
		buf_text(out, "          { \"Value\": ");
		write_string(out, script_octal(a, values[i].zone));
		buf_text(out, i + 1 < n ? " },\n" : " }\n");
	}
	buf_text(out, "        ]\n      }\n    }");
}

void
script_route53(struct buf *out, const struct changes *changes)
{
	const char *before = "\n";

	buf_text(out, "{\n  \"Changes\": [");
	for (const struct change *c = changes->first; c != NULL; c = c->next) {
		if (c->by != BY_ZONE)
			continue;
		buf_text(out, before);
		write_set(out, c);
		before = ",\n";
	}
	buf_text(out, "\n  ]\n}\n");
}

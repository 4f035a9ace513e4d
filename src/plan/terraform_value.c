#include "plan/terraform_value.h"
#include "dns/record_make.h"
#include "dns/zone_data.h"
#include "dns/zone_line.h"
#include "plan/route53_value.h"

/* A value as in a zone file; Google takes unquoted text apart at its blanks. */
static bool
read_zone_value(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out, unsigned *flaws)
{
	static const unsigned char root_wire[] = { 0 };
	struct zone_data data = { .type = type, .origin = { root_wire, 1 } };
	struct zone_lines lines;
	struct zone_line line;
	bool is_quoted = true;

	*out = (struct record){ .type = type, .ttl = ttl };
	if (!type_is_read(type))
		return true;
	zone_lines_begin(&lines, text);
	if (!zone_line_next(&lines, a, &line))
		return false;
	data.words = line.words;
	data.n = line.n;
	for (size_t i = 0; i < line.n; i++)
		is_quoted &= line.words[i].quoted;
	if (type == TYPE_TXT && !is_quoted && line.n > 1)
		*flaws |= FLAW_UNQUOTED;
	return zone_data_read(&data, a, a, out);
}

/* Names and addresses as they are, TXT as it is or in quoted strings. */
static bool
read_raw(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out)
{
	unsigned ignored = 0;
	size_t bad;

	if (type == TYPE_TXT && !str_starts(text, S("\"")))
		return record_of_strings(a, type, &text, 1, ttl, out);
	return route53_records(a, type, &text, 1, ttl, out, &ignored, &bad);
}

static bool
read_aws(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out, unsigned *flaws)
{
	size_t bad;

	if ((type == TYPE_TXT || type == TYPE_SPF) &&
	    !(text.n > 1 && str_starts(text, S("\"")) &&
		str_ends(text, S("\""))))
		text = arena_printf(a, "\"%.*s\"", PSTR(text));
	return route53_records(a, type, &text, 1, ttl, out, flaws, &bad);
}

bool
terraform_value(struct arena *a, enum dialect dialect, uint16_t type,
    struct str text, uint32_t ttl, struct record *out, unsigned *flaws)
{
	switch (dialect) {
	case DIALECT_AWS:
		return read_aws(a, type, text, ttl, out, flaws);
	case DIALECT_ZONE:
		return read_zone_value(a, type, text, ttl, out, flaws);
	case DIALECT_RAW:
	case DIALECT_ADDRESS:
		break;
	}
	return read_raw(a, type, text, ttl, out);
}

#include "zone/zone_reader.h"
#include "dns/zone_data.h"
#include "dns/zone_type.h"
#include "zone/zone_directive.h"

enum {
	/* For records in a file that gives none: servers differ, or refuse
	 * it. */
	TTL_DEFAULT = 3600,
	/* Cloudflare writes 1 for "automatic", which is 300. */
	TTL_AUTOMATIC = 1,
	TTL_OF_AUTOMATIC = 300,
};

static void
begin(struct zone_reader *reader, struct arena *a, struct name origin)
{
	*reader = (struct zone_reader){
		.ttl = TTL_DEFAULT,
		.generate = { .at = 1 },
	};
	zone_place_begin(&reader->place, a, origin);
}

void
zone_reader_begin_text(struct zone_reader *reader, struct arena *a,
    struct str text, struct str label, struct name origin)
{
	begin(reader, a, origin);
	zone_place_enter(&reader->place, label);
	zone_lines_begin(&zone_place_file(&reader->place)->lines, text);
}

void
zone_reader_begin_file(struct zone_reader *reader, struct arena *a,
    struct str path, struct name origin)
{
	const char *reason;

	begin(reader, a, origin);
	reader->place.may_include = true;
	zone_place_enter(&reader->place, path);
	reason = zone_read_file(&reader->place);
	if (reason != NULL)
		zone_place_fail(&reader->place, 0, str_of(reason));
}

void
zone_reader_end(struct zone_reader *reader)
{
	zone_place_end(&reader->place);
}

static bool
read_ttl(struct zone_reader *reader, const struct zone_line *line)
{
	reader->ttl_is_set = zone_read_ttl(&reader->place, line, &reader->ttl);
	return reader->ttl_is_set;
}

static bool
read_generate(struct zone_reader *reader, const struct zone_line *line)
{
	const char *why;

	if (zone_generate_begin(&reader->generate, reader->place.a, line,
		&reader->ngenerated, &why))
		return true;
	return zone_place_fail(&reader->place, line->first, str_of(why));
}

static bool
read_directive(struct zone_reader *reader, const struct zone_line *line)
{
	struct str word = line->words[0].text;

	if (str_eq_nocase(word, S("$ORIGIN")))
		return zone_read_origin(&reader->place, line);
	if (str_eq_nocase(word, S("$INCLUDE")))
		return zone_read_include(&reader->place, line);
	if (str_eq_nocase(word, S("$TTL")))
		return read_ttl(reader, line);
	if (str_eq_nocase(word, S("$GENERATE")))
		return read_generate(reader, line);
	return zone_place_fail_word(
	    &reader->place, line, word, "is not a directive known here");
}

/* Reads TTL and class, in either order (RFC 1035 section 5.1), each at most
 * once; *at is then where the type stands. */
static bool
read_ttl_and_class(struct zone_reader *reader, const struct zone_line *line,
    size_t *at, struct record *record)
{
	bool has_ttl = false, has_class = false;

	for (; *at < line->n; ++*at) {
		struct str word = line->words[*at].text;

		if (!has_class && str_eq_nocase(word, S("IN"))) {
			has_class = true;
		} else if (!has_ttl && word.n > 0 && byte_is_digit(word.s[0])) {
			if (!zone_period(word, &record->ttl))
				return zone_place_fail_word(
				    &reader->place, line, word, "is not a TTL");
			if (record->ttl == TTL_AUTOMATIC)
				record->ttl = TTL_OF_AUTOMATIC;
			has_ttl = true;
		} else if (!has_class &&
		    (str_eq_nocase(word, S("CH")) ||
			str_eq_nocase(word, S("HS")))) {
			return zone_place_fail_word(
			    &reader->place, line, word, "is not the class IN");
		} else {
			break;
		}
	}
	if (!has_ttl)
		record->ttl = reader->ttl;
	else if (!reader->ttl_is_set)
		reader->ttl = record->ttl;
	return true;
}

static bool
read_data(struct zone_reader *reader, const struct zone_line *line, size_t at,
    struct record *record)
{
	struct zone_place *place = &reader->place;
	struct zone_data data = {
		.type = record->type,
		.origin = place->origin,
		.words = line->words + at,
		.n = line->n - at,
		.file = place->files[0].path,
		.hides_words = zone_place_is_included(place),
	};
	bool ok = zone_data_read(&data, &place->line, place->a, record);

	if (!ok && data.needs_origin && zone_place_complete(place)) {
		data.origin = place->origin;
		ok = zone_data_read(&data, &place->line, place->a, record);
	}
	return ok || zone_place_fail(place, line->first, data.reason);
}

/* ALIAS and ANAME: a target, from which the server takes the addresses. */
static bool
read_alias(struct zone_reader *reader, const struct zone_line *line, size_t at,
    struct zone_record *out)
{
	out->record.type = TYPE_CNAME;
	if (!read_data(reader, line, at, &out->record))
		return false;
	out->record.type = 0;
	out->is_alias = true;
	return true;
}

/* cli53's form of an alias of Route 53: TYPE TARGET ZONE HEALTH. */
static bool
read_aws_alias(struct zone_reader *reader, const struct zone_line *line,
    size_t at, struct zone_record *out)
{
	struct zone_line target = *line;
	uint16_t type = 0;

	if (line->n > at + 1)
		zone_kind(&reader->place.line, line->words[at].text, &type);
	if (type == 0)
		return zone_place_fail(&reader->place, line->first,
		    S("AWS ALIAS takes a type and a name"));
	target.n = at + 2;
	if (!read_alias(reader, &target, at + 1, out))
		return false;
	out->record.type = type;
	return true;
}

/* The kind of record whose type stands at *at, which is then behind it. */
static bool
read_type(struct zone_reader *reader, const struct zone_line *line, size_t *at,
    enum zone_kind *kind, uint16_t *type)
{
	struct str word;

	if (*at == line->n)
		return zone_place_fail(
		    &reader->place, line->first, S("a record without a type"));
	word = line->words[(*at)++].text;
	*kind = zone_kind(&reader->place.line, word, type);
	if (*kind != ZONE_KIND_NONE)
		return true;
	return zone_place_fail_word(
	    &reader->place, line, word, "is not a type of record");
}

static bool
is_aws_alias(const struct zone_line *line, size_t at)
{
	return at + 1 < line->n &&
	    str_eq_nocase(line->words[at].text, S("AWS")) &&
	    str_eq_nocase(line->words[at + 1].text, S("ALIAS"));
}

static bool
read_type_and_data(struct zone_reader *reader, const struct zone_line *line,
    size_t at, struct zone_record *out)
{
	enum zone_kind kind = ZONE_KIND_NONE;

	if (is_aws_alias(line, at))
		return read_aws_alias(reader, line, at + 2, out);
	if (!read_type(reader, line, &at, &kind, &out->record.type))
		return false;
	if (kind == ZONE_KIND_ALIAS)
		return read_alias(reader, line, at, out);
	return kind == ZONE_KIND_OTHER ||
	    read_data(reader, line, at, &out->record);
}

/* Cloudflare leaves out the final dot of the SOA's owner, and of no other:
 * what is the origin with that dot, or the first name of a file without one,
 * is the apex. */
static bool
is_undotted_apex(struct zone_place *place, struct str text, struct name *out)
{
	struct name name;

	if (zone_name_is_absolute(text) || str_eq(text, S("@")) ||
	    !name_parse(&place->line, text, &name))
		return false;
	if (place->origin.n > 0 ? !name_eq(name, place->origin)
				: name_labels(name) < 2)
		return false;
	return name_from_wire(place->a, name.wire, name.n, out);
}

static bool
read_owner(
    struct zone_reader *reader, const struct zone_line *line, bool is_soa)
{
	struct zone_place *place = &reader->place;

	if (!line->starts_blank) {
		struct str text = line->words[0].text;

		if (!(is_soa && is_undotted_apex(place, text, &place->owner)) &&
		    !zone_place_name(place, line, text, &place->owner))
			return false;
	}
	if (place->owner.n == 0)
		return zone_place_fail(place, line->first,
		    S("a record without a name, and none before it"));
	if (is_soa && place->origin.n == 0)
		zone_place_set_origin(place, place->owner);
	return true;
}

static bool
is_soa(const struct zone_line *line, size_t at)
{
	return at < line->n && str_eq_nocase(line->words[at].text, S("SOA"));
}

/* What follows a record in Cloudflare's exports. */
static bool
has_remark(const struct zone_line *line, struct str remark)
{
	struct str comment = line->words[line->n - 1].comment;

	return str_search(comment, remark) < comment.n;
}

/* A CNAME that Cloudflare follows itself, at the apex always. */
static void
read_remark(const struct zone_line *line, struct zone_record *out)
{
	out->is_cloudflare = has_remark(line, S("cf_tags="));
	if (out->is_cloudflare && has_remark(line, S("cf-flatten-cname")) &&
	    out->record.type == TYPE_CNAME) {
		out->is_alias = true;
		out->record.type = 0;
	}
}

static bool
read_record(struct zone_reader *reader, const struct zone_line *line,
    struct zone_record *out)
{
	size_t at = line->starts_blank ? 0 : 1;

	*out = (struct zone_record){
		.is_included = zone_place_is_included(&reader->place),
		.file = zone_place_file(&reader->place)->path,
		.line = line->first,
	};
	if (!read_ttl_and_class(reader, line, &at, &out->record) ||
	    !read_owner(reader, line, is_soa(line, at)) ||
	    !read_type_and_data(reader, line, at, out))
		return false;
	out->owner = reader->place.owner;
	read_remark(line, out);
	return true;
}

static bool
is_directive(const struct zone_line *line)
{
	return !line->starts_blank && !line->words[0].quoted &&
	    str_starts(line->words[0].text, S("$"));
}

/* The next logical line of the files, of the one that includes this one at
 * its end. */
static bool
next_line(struct zone_place *place, struct zone_line *line)
{
	while (!zone_place_failed(place) && place->depth > 0) {
		struct zone_lines *lines = &zone_place_file(place)->lines;

		arena_reset(&place->line);
		if (zone_line_next(lines, &place->line, line))
			return true;
		if (lines->err != NULL)
			return zone_place_fail(
			    place, lines->err_line, str_of(lines->err));
		if (place->depth == 1)
			return false;
		zone_place_leave(place);
	}
	return false;
}

/* The next line that $GENERATE makes; false where there is none. */
static bool
next_generated(struct zone_reader *reader, struct zone_line *line)
{
	const char *why = NULL;

	if (reader->generate.at > reader->generate.stop ||
	    zone_place_failed(&reader->place))
		return false;
	arena_reset(&reader->place.line);
	if (zone_generate_next(
		&reader->generate, &reader->place.line, line, &why))
		return true;
	if (why != NULL)
		zone_place_fail(
		    &reader->place, reader->generate.line.first, str_of(why));
	return false;
}

bool
zone_reader_next(struct zone_reader *reader, struct zone_record *out)
{
	struct zone_line line;

	for (;;) {
		if (next_generated(reader, &line))
			return read_record(reader, &line, out);
		if (!next_line(&reader->place, &line))
			return false;
		if (!is_directive(&line))
			return read_record(reader, &line, out);
		if (!read_directive(reader, &line))
			return false;
	}
}

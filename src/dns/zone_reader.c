#include <string.h>

#include "base/escape.h"
#include "base/file.h"
#include "dns/zone_data.h"
#include "dns/zone_reader.h"

/* For records in a file that gives none: servers differ, or refuse it. */
enum { TTL_DEFAULT = 3600 };

static struct zone_file *
file_now(struct zone_reader *reader)
{
	return &reader->files[reader->depth - 1];
}

static bool
fail(struct zone_reader *reader, unsigned line, struct str reason)
{
	reader->err = (struct zone_error){
		.file = file_now(reader)->path,
		.line = line,
		.reason = arena_str(reader->a, reason),
	};
	return false;
}

/* "what 'word'": an error about a word of a line. */
static bool
fail_word(struct zone_reader *reader, const struct zone_line *line,
    const char *what, struct str word)
{
	return fail(reader, line->first,
	    arena_printf(&reader->line, "%s '%.*s'", what,
		PSTR(escape(&reader->line, word))));
}

static bool
failed(const struct zone_reader *reader)
{
	return reader->err.reason.s != NULL;
}

static void
begin(struct zone_reader *reader, struct arena *a, struct name origin)
{
	*reader = (struct zone_reader){
		.a = a,
		.origin = origin,
		.ttl = TTL_DEFAULT,
	};
}

static void
push(struct zone_reader *reader, struct str path)
{
	reader->files[reader->depth++] = (struct zone_file){
		.path = arena_str(reader->a, path),
		.origin = reader->origin,
		.owner = reader->owner,
	};
}

/* RFC 1035 section 5.1: an include does not change the including file's
 * origin; nor the owner that its next line inherits. */
static void
pop(struct zone_reader *reader)
{
	struct zone_file *file = file_now(reader);

	reader->origin = file->origin;
	reader->owner = file->owner;
	buf_free(&file->text);
	reader->depth--;
}

void
zone_reader_begin_text(struct zone_reader *reader, struct arena *a,
    struct str text, struct str label, struct name origin)
{
	begin(reader, a, origin);
	push(reader, label);
	zone_lines_begin(&file_now(reader)->lines, text);
}

/* Reads the file just pushed; NULL, or why it cannot be read. */
static const char *
read_file(struct zone_reader *reader)
{
	struct zone_file *file = file_now(reader);
	const char *reason = file_read(
	    &file->text, file->path.s, ZONE_BYTES_MAX - reader->bytes);

	reader->bytes += file->text.n;
	zone_lines_begin(&file->lines, buf_view(&file->text));
	return reason;
}

void
zone_reader_begin_file(struct zone_reader *reader, struct arena *a,
    struct str path, struct name origin)
{
	const char *reason;

	begin(reader, a, origin);
	reader->may_include = true;
	push(reader, path);
	reason = read_file(reader);
	if (reason != NULL)
		fail(reader, 0, str_of(reason));
}

void
zone_reader_end(struct zone_reader *reader)
{
	while (reader->depth > 0)
		pop(reader);
	arena_free(&reader->line);
}

/* A name as a file has it: "@", absolute, or relative to the origin. */
static bool
read_name(struct zone_reader *reader, const struct zone_line *line,
    struct str text, struct name *out)
{
	bool is_absolute = zone_name_is_absolute(text);

	if (!is_absolute && reader->origin.n == 0)
		return fail(reader, line->first,
		    arena_printf(&reader->line, ZONE_NO_ORIGIN,
			PSTR(escape(&reader->line, text))));
	if (str_eq(text, S("@"))) {
		*out = reader->origin;
		return true;
	}
	if (is_absolute ? name_parse(reader->a, text, out)
			: text.n > 0 &&
		    name_below(reader->a, text, reader->origin, out))
		return true;
	return fail_word(reader, line, "not a legal name:", text);
}

static bool
read_origin(struct zone_reader *reader, const struct zone_line *line)
{
	struct name origin;

	if (line->n != 2)
		return fail(reader, line->first, S("$ORIGIN takes one name"));
	if (!read_name(reader, line, line->words[1].text, &origin))
		return false;
	reader->origin = origin;
	if (reader->first_origin.n == 0)
		reader->first_origin = origin;
	return true;
}

static bool
read_ttl(struct zone_reader *reader, const struct zone_line *line)
{
	if (line->n != 2 || !zone_period(line->words[1].text, &reader->ttl))
		return fail(reader, line->first,
		    S("$TTL takes one number of seconds, up to 2147483647"));
	reader->ttl_is_set = true;
	return true;
}

/* A path beside the including file's; an absolute one as it is. */
static struct str
path_beside(struct arena *a, struct str file, struct str path)
{
	size_t n = file.n;

	if (str_starts(path, S("/")))
		return path;
	/* To file_read() it would be standard input. */
	if (str_eq(path, S("-")))
		path = S("./-");
	while (n > 0 && file.s[n - 1] != '/')
		n--;
	return arena_printf(a, "%.*s%.*s", PSTR(str_to(file, n)), PSTR(path));
}

static bool
read_include(struct zone_reader *reader, const struct zone_line *line)
{
	struct name origin = reader->origin;
	const char *reason;
	struct str path;

	if (line->n != 2 && line->n != 3)
		return fail(reader, line->first,
		    S("$INCLUDE takes a file and an origin"));
	if (!reader->may_include)
		return fail(
		    reader, line->first, S("$INCLUDE works in files only"));
	if (reader->depth == INCLUDE_DEPTH_MAX)
		return fail(reader, line->first,
		    S("$INCLUDE within $INCLUDE too many times: a loop?"));
	if (line->n == 3 &&
	    !read_name(reader, line, line->words[2].text, &origin))
		return false;
	path = path_beside(
	    &reader->line, file_now(reader)->path, line->words[1].text);
	push(reader, path);
	reader->origin = origin;
	reason = read_file(reader);
	if (reason == NULL)
		return true;
	pop(reader);
	return fail(reader, line->first,
	    arena_printf(
		&reader->line, "cannot read '%.*s': %s", PSTR(path), reason));
}

static bool
read_directive(struct zone_reader *reader, const struct zone_line *line)
{
	static const struct {
		struct str name;
		bool (*read)(struct zone_reader *, const struct zone_line *);
	} directives[] = {
		{ STR("$ORIGIN"), read_origin },
		{ STR("$TTL"), read_ttl },
		{ STR("$INCLUDE"), read_include },
	};
	struct str word = line->words[0].text;

	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++)
		if (str_eq_nocase(directives[i].name, word))
			return directives[i].read(reader, line);
	return fail_word(reader, line, "not a directive known here:", word);
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
				return fail_word(
				    reader, line, "not a TTL:", word);
			has_ttl = true;
		} else if (!has_class &&
		    (str_eq_nocase(word, S("CH")) ||
			str_eq_nocase(word, S("HS")))) {
			return fail_word(
			    reader, line, "not the class IN:", word);
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
	struct zone_data data = { .origin = reader->origin };

	if (at == line->n)
		return fail(reader, line->first, S("a record without a type"));
	data.type = zone_type(&reader->line, line->words[at].text);
	if (data.type == 0)
		return fail_word(reader, line,
		    "not a type of record:", line->words[at].text);
	data.words = line->words + at + 1;
	data.n = line->n - at - 1;
	return zone_data_read(&data, &reader->line, reader->a, record) ||
	    fail(reader, line->first, data.reason);
}

static bool
read_record(struct zone_reader *reader, const struct zone_line *line,
    struct zone_record *out)
{
	size_t at = 0;

	if (!line->starts_blank &&
	    !read_name(reader, line, line->words[at++].text, &reader->owner))
		return false;
	if (reader->owner.n == 0)
		return fail(reader, line->first,
		    S("a record without a name, and none before it"));
	*out = (struct zone_record){
		.owner = reader->owner,
		.file = file_now(reader)->path,
		.line = line->first,
	};
	return read_ttl_and_class(reader, line, &at, &out->record) &&
	    read_data(reader, line, at, &out->record);
}

static bool
is_directive(const struct zone_line *line)
{
	return !line->starts_blank && !line->words[0].quoted &&
	    str_starts(line->words[0].text, S("$"));
}

/* The next logical line, of the file that includes this one at its end. */
static bool
next_line(struct zone_reader *reader, struct zone_line *line)
{
	while (!failed(reader) && reader->depth > 0) {
		struct zone_lines *lines = &file_now(reader)->lines;

		arena_reset(&reader->line);
		if (zone_line_next(lines, &reader->line, line))
			return true;
		if (lines->err != NULL)
			return fail(
			    reader, lines->err_line, str_of(lines->err));
		if (reader->depth == 1)
			return false;
		pop(reader);
	}
	return false;
}

bool
zone_reader_next(struct zone_reader *reader, struct zone_record *out)
{
	struct zone_line line;

	while (next_line(reader, &line)) {
		if (!is_directive(&line))
			return read_record(reader, &line, out);
		if (!read_directive(reader, &line))
			return false;
	}
	return false;
}

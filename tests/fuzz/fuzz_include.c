/*
 * Zone files that include others.  The input is three files, an empty line
 * between two: the zone, one beside it, "beside", and one below it,
 * "sub/below". What is read is in one of these and legal; a file above the
 * zone's folder is never read; an error names one of these, and a line that it
 * has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/stat.h>

#include "dns/zone_type.h"
#include "zone/zone_reader.h"

#include "fuzz.h"

enum { FILES = 3, PATH_OCTETS = 64 };

static const unsigned char origin_wire[] = "\7example\3com";
static const struct name origin = { origin_wire, sizeof(origin_wire) };
static const char *const names[FILES] = { "zones/zone", "zones/beside",
	"zones/sub/below" };

/* A folder of this process, with what no zone may read. */
static char home[] = "/tmp/fuzz-include-XXXXXX";
static char paths[FILES][PATH_OCTETS];

static void
write_file(const char *path, struct str text)
{
	FILE *file = fopen(path, "w");

	assert(file != NULL);
	assert(fwrite(text.s, 1, text.n, file) == text.n);
	assert(fclose(file) == 0);
}

static void
forget_home(void)
{
	static const char *const all[] = { "zones/zone", "zones/beside",
		"zones/sub/below", "zones/sub", "zones", "outside", "" };
	char path[PATH_OCTETS];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", home, all[i]);
		remove(path);
	}
}

static void
make_home(void)
{
	char path[PATH_OCTETS];

	if (paths[0][0] != '\0')
		return;
	assert(mkdtemp(home) != NULL);
	atexit(forget_home);
	snprintf(path, sizeof(path), "%s/zones", home);
	assert(mkdir(path, 0700) == 0);
	snprintf(path, sizeof(path), "%s/zones/sub", home);
	assert(mkdir(path, 0700) == 0);
	snprintf(path, sizeof(path), "%s/outside", home);
	write_file(path, S("outside TXT \"outside\"\n"));
	for (size_t i = 0; i < FILES; i++)
		snprintf(paths[i], sizeof(paths[i]), "%s/%s", home, names[i]);
}

/* Lines of the file; 0: it is none of ours. */
static unsigned
lines_of(const struct str *texts, struct str path)
{
	for (size_t i = 0; i < FILES; i++) {
		unsigned n = 1;

		if (!str_ends(path, str_of(names[i] + sizeof("zones"))))
			continue;
		for (size_t k = 0; k < texts[i].n; k++)
			n += texts[i].s[k] == '\n';
		return n;
	}
	return 0;
}

static void
check_record(const struct str *texts, const struct zone_record *r)
{
	assert(r->line >= 1 && r->line <= lines_of(texts, r->file));
	assert(r->record.type != TYPE_TXT || r->is_alias ||
	    !str_eq((struct str){ (const char *)r->record.data, r->record.n },
		S("\7outside")));
	assert(r->is_alias || !zone_type_is_read(r->record.type) ||
	    record_is_legal(&r->record));
}

FUZZ(include)
{
	struct str rest = { size == 0 ? "" : (const char *)data, size };
	struct str texts[FILES];
	struct arena a = { 0 };
	struct zone_reader reader;
	struct zone_record record;

	make_home();
	for (size_t i = 0; i < FILES; i++) {
		size_t cut =
		    i + 1 < FILES ? str_search(rest, S("\n\n")) : rest.n;

		texts[i] = str_to(rest, cut);
		rest = str_from(rest, cut + 2);
		write_file(paths[i], texts[i]);
	}
	zone_reader_begin_file(&reader, &a, str_of(paths[0]), origin);
	while (zone_reader_next(&reader, &record))
		check_record(texts, &record);
	if (reader.place.err.reason.n > 0)
		assert(reader.place.err.line <=
		    lines_of(texts, reader.place.err.file));
	assert(!zone_reader_next(&reader, &record)); /* the end sticks */
	zone_reader_end(&reader);
	arena_free(&a);
}

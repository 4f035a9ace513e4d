#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/complain.h"
#include "cli/zone_files.h"

/* More zones than this in one folder are not a proposal. */
enum { FOLDER_FILES_MAX = 100000 };

struct folder {
	const char *path;
	const char **files;
	size_t n, cap;
};

static bool
read_file(struct arena *a, struct zones *zones, const char *path,
    struct name origin, struct str *error)
{
	struct zone_error err;

	if (zones_add_file(zones, path, origin, &err))
		return true;
	*error = err.line > 0 ? arena_printf(a, "%.*s:%u: %.*s", PSTR(err.file),
				    err.line, PSTR(err.reason))
			      : arena_printf(a, "cannot read '%.*s': %.*s",
				    PSTR(err.file), PSTR(err.reason));
	return false;
}

/* "example.com.zone", "example.com.db", "db.example.com"; what begins with a
 * dot is an editor's. */
static bool
is_called_zone(struct str file)
{
	return !str_starts(file, S(".")) &&
	    (str_ends(file, S(".zone")) || str_ends(file, S(".db")) ||
		str_starts(file, S("db.")));
}

static bool
is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static void
add_file(struct arena *a, struct folder *folder, const char *file)
{
	const char *path = arena_printf(a, "%s/%s", folder->path, file).s;

	if (!is_called_zone(str_of(file)) || !is_regular(path))
		return;
	if (folder->n == folder->cap) {
		size_t cap = folder->cap * 2 + 16;
		const char **more = arena_array(a, cap, const char *);

		if (folder->n > 0)
			memcpy(more, folder->files, folder->n * sizeof(*more));
		folder->files = more;
		folder->cap = cap;
	}
	folder->files[folder->n++] = path;
}

static int
path_order(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

/* In the order of their names, so that messages are the same everywhere. */
static bool
list_folder(struct arena *a, struct folder *folder, struct str *error)
{
	DIR *dir = opendir(folder->path);
	struct dirent *entry;
	const char *reason = NULL;

	if (dir == NULL)
		reason = strerror(errno);
	while (dir != NULL && folder->n < FOLDER_FILES_MAX &&
	    (entry = readdir(dir)) != NULL)
		add_file(a, folder, entry->d_name);
	if (dir != NULL)
		closedir(dir);
	if (reason == NULL && folder->n == 0)
		reason = "no *.zone, *.db or db.* file is in it";
	if (reason == NULL && folder->n == FOLDER_FILES_MAX)
		reason = "too many files";
	if (reason != NULL) {
		*error = arena_printf(
		    a, "cannot read '%s': %s", folder->path, reason);
		return false;
	}
	qsort(folder->files, folder->n, sizeof(*folder->files), path_order);
	return true;
}

static bool
read_folder(struct arena *a, struct zones *zones,
    const struct zone_option *zone, struct str *error)
{
	struct folder folder = { .path = zone->path };

	if (zone->origin.n > 0) {
		*error = arena_printf(
		    a, "--zone '%s': a folder has no one origin", zone->path);
		return false;
	}
	if (!list_folder(a, &folder, error))
		return false;
	for (size_t i = 0; i < folder.n; i++)
		if (!read_file(a, zones, folder.files[i], zone->origin, error))
			return false;
	return true;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* After the last file: a file that cannot be read is the one thing to say. */
static void
tell_warnings(struct arena *a, const struct zones *zones)
{
	size_t n;
	const struct zone_error *warnings = zones_warnings(zones, &n);

	for (size_t i = 0; i < n; i++)
		complain(a, QUIT_PASSED, "%.*s:%u: %.*s",
		    PSTR(warnings[i].file), warnings[i].line,
		    PSTR(warnings[i].reason));
}

bool
zone_files_read(struct arena *a, const struct settings *settings,
    struct zones *zones, struct str *error)
{
	for (size_t i = 0; i < settings->nzones; i++) {
		const struct zone_option *zone = &settings->zones[i];
		bool ok = is_folder(zone->path)
		    ? read_folder(a, zones, zone, error)
		    : read_file(a, zones, zone->path, zone->origin, error);

		if (!ok)
			return false;
	}
	tell_warnings(a, zones);
	return true;
}

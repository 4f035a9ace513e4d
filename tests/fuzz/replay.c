/* replay FOLDER [TARGET ...] - gives the files of FOLDER/TARGET to each target,
 * or to those named. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#include "fuzz.h"

enum { INPUT_MAX = 1024 * 1024, PATH_OCTETS = 1024 };

static bool
replay_file(const struct fuzz_target *target, const char *path)
{
	struct buf b = { 0 };
	const char *reason = file_read(&b, path, INPUT_MAX);
	uint8_t *exact;

	if (reason != NULL) {
		fprintf(stderr, "%s: %s\n", path, reason);
		return false;
	}
	/* No spare room behind it: an overrun shows. */
	exact = mem_new(b.n, 1);
	for (size_t i = 0; i < b.n; i++)
		exact[i] = (uint8_t)b.s[i];
	target->run(exact, b.n);
	free(exact);
	buf_free(&b);
	return true;
}

/* A target without inputs is tested by nothing. */
static bool
replay_all(const struct fuzz_target *target, const char *folder)
{
	char path[PATH_OCTETS];
	const struct dirent *file;
	size_t n = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", folder, target->name);
	dir = opendir(path);
	while (dir != NULL && (file = readdir(dir)) != NULL) {
		if (file->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s/%s", folder, target->name,
		    file->d_name);
		if (!replay_file(target, path))
			return false;
		n++;
	}
	if (dir != NULL)
		closedir(dir);
	printf("%s: %zu inputs\n", target->name, n);
	return n > 0;
}

static bool
is_wanted(const struct fuzz_target *target, int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (strcmp(target->name, argv[i]) == 0)
			return true;
	return argc == 2;
}

int
main(int argc, char **argv)
{
	bool done = argc > 1;

	for (const struct fuzz_target *t = fuzz_targets; done && t->name; t++)
		if (is_wanted(t, argc, argv))
			done = replay_all(t, argv[1]);
	return done ? 0 : 1;
}

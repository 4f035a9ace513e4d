/*
 * fail.c - preloaded: the allocation with the number FAIL_AT fails, and with
 * FAIL_ON all after it.  How many there were is added to the file FAIL_COUNT.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned long made;

static int
is_due(void)
{
	static unsigned long due;
	static int goes_on, is_read;

	if (!is_read) {
		const char *at = getenv("FAIL_AT");

		is_read = 1;
		due = at != NULL ? strtoul(at, NULL, 10) : 0;
		goes_on = getenv("FAIL_ON") != NULL;
	}
	made++;
	return due > 0 && (made == due || (goes_on && made > due));
}

void *
malloc(size_t size)
{
	static void *(*next)(size_t);

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "malloc");
	return is_due() ? NULL : next(size);
}

void *
calloc(size_t n, size_t size)
{
	static void *(*next)(size_t, size_t);

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "calloc");
	return is_due() ? NULL : next(n, size);
}

void *
realloc(void *old, size_t size)
{
	static void *(*next)(void *, size_t);

	if (next == NULL)
		*(void **)&next = dlsym(RTLD_NEXT, "realloc");
	return is_due() ? NULL : next(old, size);
}

/* Open from the start: a run that has confined itself can open no more. */
static int count_fd = -1;

__attribute__((constructor)) static void
open_count(void)
{
	const char *path = getenv("FAIL_COUNT");

	if (path != NULL)
		count_fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void
tell(void)
{
	if (count_fd >= 0)
		dprintf(count_fd, "%lu\n", made);
}

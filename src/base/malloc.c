/*
 * malloc.c - malloc() and its kin, which in this program never fail.
 *
 * ldns, libidn2, OpenSSL and parts of libc do not survive an allocation that
 * fails, or take it for bad input; none of them can be told to ask us.  Where
 * programs are linked as in ELF, a program's own malloc() is everybody's: this
 * one asks the next in line, libc's or a preloaded one, and ends the process
 * as oom() does.  None is ever left half done (watch.h).
 *
 * A sanitizer has its own malloc(), and says itself when there is no memory.
 * Where libraries do not see a program's malloc() (macOS), they stay as they
 * are, and only our own memory is safe.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include "base/oom.h"
#include "base/watch.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define HAS_SANITIZER
#endif
#endif

#if defined(__ELF__) && !defined(HAS_SANITIZER)
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifdef STATIC
/* All is linked in, and the linker gives each its name (ld --wrap). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *p);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *p);

#define next_malloc  __real_malloc
#define next_calloc  __real_calloc
#define next_realloc __real_realloc
#define next_free    __real_free
#define malloc       __wrap_malloc
#define calloc       __wrap_calloc
#define realloc      __wrap_realloc
#define free         __wrap_free

static bool
have_next(void)
{
	return true;
}
#else
static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void (*next_free)(void *);

/* A function pointer is not made of an object pointer in ISO C. */
static void
find(const char *name, void *function)
{
	void *next = dlsym(RTLD_NEXT, name);

	memcpy(function, &next, sizeof(next));
}

/* False while they are being looked for: dlsym() does without memory. */
static bool
have_next(void)
{
	static bool is_looking;

	if (next_realloc != NULL)
		return true;
	if (is_looking)
		return false;
	is_looking = true;
	find("malloc", &next_malloc);
	find("calloc", &next_calloc);
	find("free", &next_free);
	find("realloc", &next_realloc); /* the last: have_next() looks at it */
	is_looking = false;
	if (next_malloc == NULL || next_calloc == NULL || next_free == NULL ||
	    next_realloc == NULL)
		oom();
	return true;
}
#endif

void *
malloc(size_t size)
{
	void *p = NULL;
	bool ready;

	watch_hold();
	ready = have_next();
	if (ready)
		p = next_malloc(size);
	watch_release();
	if (ready && p == NULL && size > 0)
		oom();
	return p;
}

void *
calloc(size_t n, size_t size)
{
	void *p = NULL;
	bool ready;

	watch_hold();
	ready = have_next();
	if (ready)
		p = next_calloc(n, size);
	watch_release();
	if (ready && p == NULL && n > 0 && size > 0)
		oom();
	return p;
}

void *
realloc(void *old, size_t size)
{
	void *p = NULL;
	bool ready;

	watch_hold();
	ready = have_next();
	if (ready)
		p = next_realloc(old, size);
	watch_release();
	if (ready && p == NULL && size > 0)
		oom();
	return p;
}

void
free(void *p)
{
	if (p == NULL || !have_next())
		return;
	watch_hold();
	next_free(p);
	watch_release();
}
#endif

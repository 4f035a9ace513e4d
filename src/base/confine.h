/*
 * confine.h - giving up what the process no longer needs, so that a hostile
 * answer that takes it over can do little with it.
 *
 * For good, and for all that is started from here.  Each returns false, with
 * nothing changed, where the system has no such thing or does not let us.  The
 * program runs on without it: these are a second wall, not the first.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a process may still ask the system for, besides memory, time and the
 * descriptors that it has. */
enum leave {
	LEAVE_ALWAYS = 0,
	LEAVE_FILES = 1 << 0,    /* by their names */
	LEAVE_NETWORK = 1 << 1,  /* sockets of IPv4 and IPv6 */
	LEAVE_CHILDREN = 1 << 2, /* to start processes, and end them */
};

/* From now on any other system call fails as if there were none such: seccomp
 * on Linux, where libseccomp was there at the build, pledge() on OpenBSD. */
bool confine_calls(unsigned left);

/*
 * From now on no program can be executed; files can be made, written and
 * removed below the given directories alone, and read there, below readable
 * and where the system keeps its libraries.  Descriptors that are open stay
 * usable.  NULL ends a list.  Linux's landlock(7), unveil() on OpenBSD.
 */
bool confine_files(const char *const *directories, const char *const *readable);

/* From now on no connection can be made by TCP but to these ports, whatever the
 * host, and none can be taken.  UDP stays as it is.  Landlock has it since
 * Linux 6.7. */
bool confine_tcp(const uint16_t *ports, size_t n);

#endif

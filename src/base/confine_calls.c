#ifdef __OpenBSD__
#define _BSD_SOURCE /* pledge(), strlcat() */
#else
#define _GNU_SOURCE /* CLONE_NEWNS and its like */
#endif

#include "base/confine.h"

/* The sanitizers make calls of their own: UNCONFINED. */
#if defined(HAVE_SECCOMP) && !defined(UNCONFINED)
#include <errno.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>

#include <seccomp.h>

#define LENGTH(list) (sizeof(list) / sizeof((list)[0]))

static const struct {
	unsigned leave;
	const char *name;
} calls[] = {
#define SYSCALL(leave, name) { LEAVE_##leave, #name },
#include "base/syscalls.def"
#undef SYSCALL
};

/* As if the system had no such call: what a library tries first, and can do
 * without, is no error. */
enum { OTHERWISE = SCMP_ACT_ERRNO(ENOSYS) };

static bool
allow(scmp_filter_ctx filter, const char *name, unsigned n,
    const struct scmp_arg_cmp *arguments)
{
	int number = seccomp_syscall_resolve_name(name);
	int error;

	if (number == __NR_SCMP_ERROR)
		return true;
	error = seccomp_rule_add_array(
	    filter, SCMP_ACT_ALLOW, number, n, arguments);
	return error == 0 || error == -EDOM; /* not on this architecture */
}

/* The call with one of these as its argument of that number, from 0. */
static bool
allow_with(scmp_filter_ctx filter, const char *name, unsigned argument,
    const unsigned long *values, size_t n)
{
	bool done = true;

	for (size_t i = 0; i < n; i++) {
		struct scmp_arg_cmp is =
		    SCMP_CMP64(argument, SCMP_CMP_EQ, (scmp_datum_t)values[i]);

		done = done && allow(filter, name, 1, &is);
	}
	return done;
}

/* Only memory that holds no code; only what tells of a terminal; only what
 * confines further. */
static bool
allow_in_part(scmp_filter_ctx filter)
{
	static const char *const maps[] = { "mmap", "mmap2", "mprotect" };
	static const unsigned long asked[] = { TIOCGWINSZ, TCGETS, FIONREAD };
	static const unsigned long set[] = { PR_SET_NO_NEW_PRIVS,
		PR_SET_SECCOMP, PR_GET_SECCOMP };
	struct scmp_arg_cmp data = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	bool done = true;

	for (size_t i = 0; i < LENGTH(maps); i++)
		done = done && allow(filter, maps[i], 1, &data);
	return done && allow_with(filter, "ioctl", 1, asked, LENGTH(asked)) &&
	    allow_with(filter, "prctl", 0, set, LENGTH(set));
}

static bool
allow_sockets(scmp_filter_ctx filter)
{
	static const unsigned long families[] = { AF_INET, AF_INET6 };

	/* Where all of them are one call, its arguments are out of sight. */
	return allow_with(filter, "socket", 0, families, LENGTH(families)) &&
	    allow(filter, "socketcall", 0, NULL);
}

/* A process as fork() makes it: in no namespace of its own.  What clone3() is
 * asked for is out of sight, and libraries do without it. */
static bool
allow_fork(scmp_filter_ctx filter)
{
#ifdef __s390x__
	enum { FLAGS_ARGUMENT = 1 };
#else
	enum { FLAGS_ARGUMENT = 0 };
#endif
	struct scmp_arg_cmp plain =
	    SCMP_CMP64(FLAGS_ARGUMENT, SCMP_CMP_MASKED_EQ,
		CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS |
		    CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWUTS,
		0);

	return allow(filter, "clone", 1, &plain);
}

bool
confine_calls(unsigned left)
{
	scmp_filter_ctx filter = seccomp_init(OTHERWISE);
	bool done = filter != NULL &&
	    seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, OTHERWISE) == 0 &&
	    allow_in_part(filter);

	for (size_t i = 0; done && i < LENGTH(calls); i++)
		if ((calls[i].leave & left) == calls[i].leave)
			done = allow(filter, calls[i].name, 0, NULL);
	if (done && (left & LEAVE_NETWORK) != 0)
		done = allow_sockets(filter);
	if (done && (left & LEAVE_CHILDREN) != 0)
		done = allow_fork(filter);
	done = done && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

#elif defined(__OpenBSD__)
#include <string.h>
#include <unistd.h>

bool
confine_calls(unsigned left)
{
	char promises[80] = "stdio";

	if ((left & LEAVE_FILES) != 0)
		strlcat(promises, " rpath wpath cpath fattr unveil",
		    sizeof(promises));
	if ((left & LEAVE_NETWORK) != 0)
		strlcat(promises, " inet", sizeof(promises));
	if ((left & LEAVE_CHILDREN) != 0)
		strlcat(promises, " proc", sizeof(promises));
	return pledge(promises, NULL) == 0;
}

#else

bool
confine_calls(unsigned left)
{
	(void)left;
	return false;
}

#endif

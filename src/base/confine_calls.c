#include "base/confine.h"

/* The sanitizers make calls of their own: UNCONFINED. */
#if defined(HAVE_SECCOMP) && !defined(UNCONFINED)
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <termios.h>

#include <seccomp.h>

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

/* Only memory that holds no code; only what tells of a terminal. */
static bool
allow_in_part(scmp_filter_ctx filter)
{
	static const char *const maps[] = { "mmap", "mmap2", "mprotect" };
	static const unsigned long asked[] = { TIOCGWINSZ, TCGETS, FIONREAD };
	struct scmp_arg_cmp data = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	bool done = true;

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		done = done && allow(filter, maps[i], 1, &data);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct scmp_arg_cmp is =
		    SCMP_A1_64(SCMP_CMP_EQ, (scmp_datum_t)asked[i], 0);

		done = done && allow(filter, "ioctl", 1, &is);
	}
	return done;
}

static bool
allow_sockets(scmp_filter_ctx filter)
{
	static const int families[] = { AF_INET, AF_INET6 };
	bool done = true;

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		struct scmp_arg_cmp is =
		    SCMP_A0_64(SCMP_CMP_EQ, (scmp_datum_t)families[i], 0);

		done = done && allow(filter, "socket", 1, &is);
	}
	/* Where all of them are one call, its arguments are out of sight. */
	return done && allow(filter, "socketcall", 0, NULL);
}

bool
confine_calls(unsigned left)
{
	scmp_filter_ctx filter = seccomp_init(OTHERWISE);
	bool done = filter != NULL && allow_in_part(filter);

	for (size_t i = 0; done && i < sizeof(calls) / sizeof(calls[0]); i++)
		if ((calls[i].leave & left) == calls[i].leave)
			done = allow(filter, calls[i].name, 0, NULL);
	if (done && (left & LEAVE_NETWORK) != 0)
		done = allow_sockets(filter);
	done = done && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

#elif defined(__OpenBSD__)
#include <unistd.h>

bool
confine_calls(unsigned left)
{
	char promises[64] = "stdio";

	if ((left & LEAVE_FILES) != 0)
		strlcat(promises, " rpath wpath cpath fattr", sizeof(promises));
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

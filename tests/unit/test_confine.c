#define _GNU_SOURCE /* MAP_ANONYMOUS */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#include <unistd.h>

#include <netinet/in.h>

#include "base/confine.h"

#include "unit.h"

enum { NOT_HERE = 77 };

/* The version of landlock that the kernel has, and whether it has seccomp. */
#if defined(__linux__) && defined(SYS_landlock_create_ruleset) && \
    !defined(UNCONFINED)
enum { ASK_VERSION = 1 };
#define LANDLOCK syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION)
#else
#define LANDLOCK 0
#endif
#if defined(HAVE_SECCOMP) && !defined(UNCONFINED)
#define SECCOMP (prctl(PR_GET_SECCOMP) >= 0)
#else
#define SECCOMP 0
#endif

/* How a process that confined itself ended: well, or the system has no such
 * thing. */
static void
assert_confined(pid_t pid, bool here)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_msg(WEXITSTATUS(status) == (here ? 0 : NOT_HERE), "step %d",
	    WEXITSTATUS(status));
}

static bool
can_create(const char *directory)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s/XXXXXX", directory);
	fd = mkstemp(path);
	if (fd < 0)
		return false;
	close(fd);
	return unlink(path) == 0;
}

/* In a process of its own: there is no way back. */
static int
try_all(const char *inside, const char *outside)
{
	const char *const directories[] = { inside, "/nonexistent", NULL };
	const char *const readable[] = { "/dev/null", NULL };
	int open_before = open("/dev/null", O_WRONLY);

	if (!confine_files(directories, readable))
		return NOT_HERE;
	if (!can_create(inside))
		return 1;
	if (can_create(outside) || errno != EACCES)
		return 2;
	if (write(open_before, "x", 1) != 1)
		return 3;
	if (open("/dev/null", O_WRONLY) >= 0 || errno != EACCES)
		return 4;
	if (open("/dev/null", O_RDONLY) < 0)
		return 5;
	if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
		return 7;
	execl("/bin/sh", "sh", "-c", ":", (char *)NULL);
	return errno == EACCES ? 0 : 6;
}

START_TEST(confines)
{
	char inside[] = "/tmp/confine-in-XXXXXX";
	char outside[] = "/tmp/confine-out-XXXXXX";
	pid_t pid;

	ck_assert_ptr_nonnull(mkdtemp(inside));
	ck_assert_ptr_nonnull(mkdtemp(outside));
	pid = fork();
	if (pid == 0)
		_exit(try_all(inside, outside));
	assert_confined(pid, LANDLOCK >= 1);
	ck_assert_int_eq(rmdir(inside), 0);
	ck_assert_int_eq(rmdir(outside), 0);
}
END_TEST

/* errno of a connection to a port of this host; 0: it was made. */
static int
connect_to(uint16_t port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = port,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int failed = connect(fd, (struct sockaddr *)&to, sizeof(to));

	return failed == 0 ? 0 : errno;
}

/* A port that is listened to, in network order. */
static uint16_t
listen_somewhere(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	return at.sin_port;
}

static int
try_tcp(uint16_t allowed, uint16_t forbidden)
{
	uint16_t port = ntohs(allowed);

	if (!confine_tcp(&port, 1))
		return NOT_HERE;
	if (connect_to(allowed) != 0)
		return 1;
	return connect_to(forbidden) == EACCES ? 0 : 2;
}

START_TEST(confines_tcp)
{
	uint16_t allowed = listen_somewhere(), forbidden = listen_somewhere();
	pid_t pid = fork();

	if (pid == 0)
		_exit(try_tcp(allowed, forbidden));
	assert_confined(pid, LANDLOCK >= 4);
}
END_TEST

/* Whether the call failed as one that the system does not have. */
static bool
is_gone(long result)
{
	return result == -1 && errno == ENOSYS;
}

/* How each of these is left: the calls of one need, and no others. */
static int
try_calls(unsigned left)
{
	bool files = (left & LEAVE_FILES) != 0;
	bool network = (left & LEAVE_NETWORK) != 0;
	bool children = (left & LEAVE_CHILDREN) != 0;
	int pipes[2];
	pid_t pid;

	if (!confine_calls(left))
		return NOT_HERE;
	if (is_gone(open("/dev/null", O_RDONLY)) == files)
		return 1;
	if (is_gone(socket(AF_INET, SOCK_DGRAM, 0)) == network)
		return 2;
	if (!is_gone(socket(AF_UNIX, SOCK_STREAM, 0)))
		return 3;
	if (!is_gone(execl("/bin/sh", "sh", "-c", ":", (char *)NULL)))
		return 4;
	if (is_gone(pipe(pipes)) == children)
		return 5;
	pid = fork();
	if (pid == 0)
		_exit(0);
	if ((pid > 0) != children)
		return 6;
#ifdef __linux__
	/* No namespaces; and no memory that others may look into. */
	if (!is_gone(syscall(SYS_unshare, 0)) ||
	    !is_gone(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)))
		return 9;
#endif
	if (mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0) != MAP_FAILED)
		return 7;
	/* Nothing that was given up comes back. */
	if (confine_calls(LEAVE_FILES | LEAVE_NETWORK) &&
	    is_gone(socket(AF_INET6, SOCK_DGRAM, 0)) == network)
		return 8;
	return 0;
}

static const unsigned lefts[] = { 0, LEAVE_FILES, LEAVE_NETWORK, LEAVE_CHILDREN,
	LEAVE_FILES | LEAVE_NETWORK | LEAVE_CHILDREN };

START_TEST(confines_calls)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(try_calls(lefts[_i]));
	assert_confined(pid, SECCOMP);
}
END_TEST

Suite *
confine_suite(void)
{
	Suite *s = suite_create("confine");
	TCase *tc = tcase_create("confine");

	tcase_add_test(tc, confines);
	tcase_add_test(tc, confines_tcp);
	tcase_add_loop_test(tc, confines_calls, 0, LENGTH(lefts));
	suite_add_tcase(s, tc);
	return s;
}

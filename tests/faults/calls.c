/*
 * calls.c - preloaded: of the calls below the one with the number FAIL_AT
 * fails, by its first error or, with FAIL_HOW=1, by its second; with FAIL_ON
 * all after it fail as well.  How many there were is added to the file
 * FAIL_COUNT.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long made;
static int count_fd = -1;

/* 0: the call is made as it is; else it fails with this. */
static int
fault(int first, int second)
{
	const char *at = getenv("FAIL_AT");
	unsigned long due = at != NULL ? strtoul(at, NULL, 10) : 0;

	made++;
	if (due == 0 || made < due || (made > due && getenv("FAIL_ON") == NULL))
		return 0;
	return getenv("FAIL_HOW") != NULL ? second : first;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A call of fixed arguments. */
#define CALL(type, name, parameters, arguments, first, second) \
	type name parameters                                   \
	{                                                      \
		int error = fault(first, second);              \
                                                               \
		if (error == 0)                                \
			return NEXT(name) arguments;           \
		errno = error;                                 \
		return (type)-1;                               \
	}

CALL(ssize_t, read, (int fd, void *p, size_t n), (fd, p, n), EIO, EINTR)
CALL(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n), ENOSPC,
    EINTR)
CALL(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t at),
    (fd, p, n, at), ENOSPC, EIO)
CALL(ssize_t, recv, (int fd, void *p, size_t n, int flags), (fd, p, n, flags),
    ENOMEM, EINTR)
CALL(ssize_t, send, (int fd, const void *p, size_t n, int flags),
    (fd, p, n, flags), EPERM, ENOBUFS)
CALL(int, socket, (int family, int type, int protocol),
    (family, type, protocol), EMFILE, ENOBUFS)
CALL(int, connect, (int fd, const struct sockaddr *to, socklen_t n),
    (fd, to, n), ENETUNREACH, EINTR)
CALL(int, getsockname, (int fd, struct sockaddr *to, socklen_t *n), (fd, to, n),
    ENOBUFS, EBADF)
CALL(int, getsockopt, (int fd, int level, int name, void *p, socklen_t *n),
    (fd, level, name, p, n), ENOPROTOOPT, EBADF)
CALL(int, setsockopt, (int fd, int level, int name, const void *p, socklen_t n),
    (fd, level, name, p, n), ENOPROTOOPT, ENOBUFS)
CALL(int, poll, (struct pollfd * fds, nfds_t n, int ms), (fds, n, ms), ENOMEM,
    EINTR)
CALL(int, fstat64, (int fd, struct stat64 *st), (fd, st), EIO, EOVERFLOW)
CALL(
    int, stat64, (const char *path, struct stat64 *st), (path, st), EACCES, EIO)
CALL(int, lstat64, (const char *path, struct stat64 *st), (path, st), EACCES,
    EIO)
CALL(int, mkstemp64, (char *path), (path), EACCES, EMFILE)
CALL(
    int, rename, (const char *from, const char *to), (from, to), EACCES, ENOSPC)
CALL(int, unlink, (const char *path), (path), EACCES, EIO)
CALL(int, fchmod, (int fd, mode_t mode), (fd, mode), EPERM, EIO)
CALL(int, pipe, (int *fds), (fds), EMFILE, ENFILE)
CALL(pid_t, fork, (void), (), EAGAIN, ENOMEM)
CALL(pid_t, waitpid, (pid_t pid, int *status, int how), (pid, status, how),
    ECHILD, EINTR)
CALL(int, getentropy, (void *p, size_t n), (p, n), EIO, ENOSYS)

int
open64(const char *path, int flags, ...)
{
	int error = fault(EMFILE, EIO), mode;
	va_list rest;

	va_start(rest, flags);
	mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, int) : 0;
	va_end(rest);
	if (error == 0)
		return NEXT(open64)(path, flags, mode);
	errno = error;
	return -1;
}

FILE *
fopen64(const char *path, const char *how)
{
	int error = fault(EMFILE, EIO);

	if (error == 0)
		return NEXT(fopen64)(path, how);
	errno = error;
	return NULL;
}

/* Of its many uses those of ours, all of which take an int or nothing. */
int
fcntl64(int fd, int what, ...)
{
	int error = fault(EBADF, EINVAL), value;
	va_list rest;

	va_start(rest, what);
	value = va_arg(rest, int);
	va_end(rest);
	if (error == 0)
		return NEXT(fcntl64)(fd, what, value);
	errno = error;
	return -1;
}

/* Open from the start: a run that has confined itself can open no more. */
__attribute__((constructor)) static void
open_count(void)
{
	const char *path = getenv("FAIL_COUNT");

	if (path != NULL)
		count_fd = NEXT(open64)(
		    path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void
tell(void)
{
	if (count_fd >= 0)
		dprintf(count_fd, "%lu\n", made);
}

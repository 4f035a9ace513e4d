#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sys/socket.h>

#include "base/arena.h"
#include "base/clock.h"

#include "fuzz.h"
#include "simulated.h"

enum {
	FIRST_FD = 100000, /* more than the system gives */
	SOCKETS_MAX = 1024,
	POLLS_MAX = 200000, /* then it will never end */
	CONNECT_US = 1000,
};

enum happening { DATA, ERROR, END };

/* What is to happen at a socket, in the order of time. */
struct event {
	enum happening what;
	int64_t at_us;
	int why;
	size_t n, used; /* octets, behind the struct */
	struct event *next;
};

struct simulated_socket {
	bool is_open, is_stream, is_connecting;
	int64_t connected_us; /* when the attempt to connect ends, */
	int connected;        /* and with what errno */
	struct event *events;
};

static struct {
	struct simulated_owner *owner; /* NULL: nothing is simulated */
	int64_t now_us;
	struct simulated_socket sockets[SOCKETS_MAX];
	size_t npolls;
} world;

static struct simulated_socket *
socket_of(int fd)
{
	if (fd < FIRST_FD)
		return NULL;
	assert(fd < FIRST_FD + SOCKETS_MAX);
	assert(world.sockets[fd - FIRST_FD].is_open);
	return &world.sockets[fd - FIRST_FD];
}

/* The same for who has no other. */
static struct simulated_socket *
own_socket(int fd)
{
	struct simulated_socket *s = socket_of(fd);

	assert(s != NULL);
	return s;
}

static void
drop_event(struct simulated_socket *s)
{
	struct event *first = s->events;

	s->events = first->next;
	free(first);
}

static int
fail(int why)
{
	errno = why;
	return -1;
}

void
simulated_begin(struct simulated_owner *owner)
{
	world.owner = owner;
	world.now_us = SECOND_US;
	world.npolls = 0;
}

size_t
simulated_end(void)
{
	size_t nopen = 0;

	for (size_t i = 0; i < SOCKETS_MAX; i++)
		nopen += world.sockets[i].is_open;
	world.owner = NULL;
	return nopen;
}

int64_t
simulated_us(void)
{
	return world.now_us;
}

static void
add(int fd, int64_t delay_us, struct event of, struct str octets)
{
	struct simulated_socket *s = own_socket(fd);
	struct event **at = &s->events;
	struct event *event = mem_new(1, sizeof(*event) + octets.n);

	*event = of;
	event->at_us = world.now_us + delay_us;
	event->n = octets.n;
	if (octets.n > 0)
		memcpy(event + 1, octets.s, octets.n);
	while (*at != NULL && (s->is_stream || (*at)->at_us <= event->at_us))
		at = &(*at)->next;
	event->next = *at;
	*at = event;
}

void
simulated_give(int fd, int64_t delay_us, struct str octets)
{
	add(fd, delay_us, (struct event){ .what = DATA }, octets);
}

void
simulated_error(int fd, int64_t delay_us, int why)
{
	add(fd, delay_us, (struct event){ .what = ERROR, .why = why }, S(""));
}

void
simulated_close(int fd, int64_t delay_us)
{
	add(fd, delay_us, (struct event){ .what = END }, S(""));
}

/* What the linker puts in the place of the system's calls, and those. */
int __wrap_socket(int family, int type, int protocol);
int __real_socket(int family, int type, int protocol);
int __wrap_connect(int fd, const struct sockaddr *to, socklen_t n);
int __real_connect(int fd, const struct sockaddr *to, socklen_t n);
int __wrap_close(int fd);
int __real_close(int fd);
ssize_t __wrap_send(int fd, const void *data, size_t n, int flags);
ssize_t __real_send(int fd, const void *data, size_t n, int flags);
ssize_t __wrap_recv(int fd, void *out, size_t n, int flags);
ssize_t __real_recv(int fd, void *out, size_t n, int flags);
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout_ms);
int __real_poll(struct pollfd *fds, nfds_t n, int timeout_ms);
int __wrap_getsockopt(int fd, int level, int name, void *out, socklen_t *n);
int __real_getsockopt(int fd, int level, int name, void *out, socklen_t *n);
int __wrap_setsockopt(int fd, int level, int name, const void *in, socklen_t n);
int __real_setsockopt(int fd, int level, int name, const void *in, socklen_t n);
int __wrap_fcntl(int fd, int what, ...);
int __real_fcntl(int fd, int what, ...);
int __wrap_fcntl64(int fd, int what, ...);
int __wrap_clock_gettime(clockid_t clock, struct timespec *out);
int __real_clock_gettime(clockid_t clock, struct timespec *out);
int __wrap_getentropy(void *out, size_t n);
int __real_getentropy(void *out, size_t n);

int
__wrap_socket(int family, int type, int protocol)
{
	int why;

	if (world.owner == NULL)
		return __real_socket(family, type, protocol);
	why = world.owner->fails(world.owner, SIMULATED_SOCKET);
	if (why != 0)
		return fail(why);
	for (int i = 0; i < SOCKETS_MAX; i++) {
		struct simulated_socket *s = &world.sockets[i];

		if (s->is_open)
			continue;
		*s = (struct simulated_socket){
			.is_open = true,
			.is_stream = type == SOCK_STREAM,
		};
		return FIRST_FD + i;
	}
	return fail(EMFILE);
}

int
__wrap_connect(int fd, const struct sockaddr *to, socklen_t n)
{
	struct simulated_socket *s = socket_of(fd);

	if (s == NULL)
		return __real_connect(fd, to, n);
	if (!s->is_stream)
		return 0;
	s->is_connecting = true;
	s->connected = world.owner->fails(world.owner, SIMULATED_CONNECTED);
	s->connected_us =
	    s->connected == ETIMEDOUT ? INT64_MAX : world.now_us + CONNECT_US;
	return fail(EINPROGRESS);
}

int
__wrap_close(int fd)
{
	struct simulated_socket *s = socket_of(fd);

	if (s == NULL)
		return __real_close(fd);
	while (s->events != NULL)
		drop_event(s);
	s->is_open = false;
	return 0;
}

ssize_t
__wrap_send(int fd, const void *data, size_t n, int flags)
{
	struct simulated_socket *s = socket_of(fd);
	int why;

	if (s == NULL)
		return __real_send(fd, data, n, flags);
	if (s->is_connecting)
		return fail(ENOTCONN);
	why = world.owner->fails(world.owner, SIMULATED_SEND);
	if (why != 0)
		return fail(why);
	world.owner->sent(
	    world.owner, fd, s->is_stream, (struct str){ data, n });
	return (ssize_t)n;
}

ssize_t
__wrap_recv(int fd, void *out, size_t n, int flags)
{
	struct simulated_socket *s = socket_of(fd);
	struct event *first;

	if (s == NULL)
		return __real_recv(fd, out, n, flags);
	first = s->events;
	if (first == NULL || first->at_us > world.now_us)
		return fail(EAGAIN);
	if (first->what == END)
		return 0;
	if (first->what == ERROR) {
		int why = first->why;

		drop_event(s);
		return fail(why);
	}
	if (n > first->n - first->used)
		n = first->n - first->used;
	memcpy(out, (char *)(first + 1) + first->used, n);
	first->used += n;
	if (!s->is_stream || first->used == first->n)
		drop_event(s);
	return (ssize_t)n;
}

/* What poll() says of a socket by now. */
static short
ready(struct simulated_socket *s, short wanted)
{
	short is = 0;

	if (s->is_connecting && s->connected_us <= world.now_us) {
		is = POLLOUT;
		if (s->connected != 0)
			is |= POLLERR | POLLHUP;
	} else if (s->is_connecting) {
		return 0;
	} else {
		is = POLLOUT;
	}
	if (s->events != NULL && s->events->at_us <= world.now_us)
		is |= POLLIN;
	return is & (wanted | POLLERR | POLLHUP);
}

/* When something may change at it. */
static int64_t
next_us(const struct simulated_socket *s)
{
	if (s->is_connecting)
		return s->connected_us;
	return s->events == NULL ? INT64_MAX : s->events->at_us;
}

static int
count_ready(struct pollfd *fds, nfds_t n)
{
	int nready = 0;

	for (nfds_t i = 0; i < n; i++) {
		fds[i].revents = ready(own_socket(fds[i].fd), fds[i].events);
		nready += fds[i].revents != 0;
	}
	return nready;
}

int
__wrap_poll(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	int64_t until_us = timeout_ms < 0
	    ? INT64_MAX
	    : world.now_us + (int64_t)timeout_ms * 1000;
	int nready;

	if (world.owner == NULL)
		return __real_poll(fds, n, timeout_ms);
	assert(++world.npolls < POLLS_MAX);
	nready = count_ready(fds, n);
	while (nready == 0 && world.now_us < until_us) {
		int64_t at_us = until_us;

		for (nfds_t i = 0; i < n; i++)
			if (next_us(own_socket(fds[i].fd)) < at_us)
				at_us = next_us(own_socket(fds[i].fd));
		assert(at_us < INT64_MAX); /* else it waits for ever */
		world.now_us = at_us > world.now_us ? at_us : until_us;
		nready = count_ready(fds, n);
	}
	return nready;
}

int
__wrap_getsockopt(int fd, int level, int name, void *out, socklen_t *n)
{
	struct simulated_socket *s = socket_of(fd);

	if (s == NULL)
		return __real_getsockopt(fd, level, name, out, n);
	assert(name == SO_ERROR && *n == sizeof(int));
	memcpy(out, &s->connected, sizeof(int));
	s->is_connecting = s->connected_us > world.now_us;
	return 0;
}

int
__wrap_setsockopt(int fd, int level, int name, const void *in, socklen_t n)
{
	return socket_of(fd) != NULL
	    ? 0
	    : __real_setsockopt(fd, level, name, in, n);
}

int
__wrap_fcntl(int fd, int what, ...)
{
	va_list ap;
	long argument;

	if (socket_of(fd) != NULL)
		return 0;
	va_start(ap, what);
	argument = va_arg(ap, long);
	va_end(ap);
	return __real_fcntl(fd, what, argument);
}

/* The name that it has where files can be large. */
int
__wrap_fcntl64(int fd, int what, ...)
{
	va_list ap;
	long argument;

	va_start(ap, what);
	argument = va_arg(ap, long);
	va_end(ap);
	return __wrap_fcntl(fd, what, argument);
}

int
__wrap_clock_gettime(clockid_t clock, struct timespec *out)
{
	if (world.owner == NULL || clock != CLOCK_MONOTONIC)
		return __real_clock_gettime(clock, out);
	world.now_us++;
	out->tv_sec = (time_t)(world.now_us / SECOND_US);
	out->tv_nsec = (long)(world.now_us % SECOND_US) * 1000;
	return 0;
}

/* The same each time, so that an input does the same. */
int
__wrap_getentropy(void *out, size_t n)
{
	unsigned char *p = out;
	unsigned long state = (unsigned long)world.now_us;

	if (world.owner == NULL)
		return __real_getentropy(out, n);
	for (size_t i = 0; i < n; i++) {
		state = state * 1103515245 + 12345;
		p[i] = (unsigned char)(state >> 16);
	}
	world.now_us++;
	return 0;
}

/* The checked forms that _FORTIFY_SOURCE makes of them. */
ssize_t __wrap___recv_chk(int fd, void *out, size_t n, size_t room, int flags);
int __wrap___poll_chk(struct pollfd *fds, nfds_t n, int ms, size_t room);

ssize_t
__wrap___recv_chk(int fd, void *out, size_t n, size_t room, int flags)
{
	assert(n <= room);
	return __wrap_recv(fd, out, n, flags);
}

int
__wrap___poll_chk(struct pollfd *fds, nfds_t n, int ms, size_t room)
{
	assert(n * sizeof(*fds) <= room);
	return __wrap_poll(fds, n, ms);
}

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netinet/in.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/descriptor.h"
#include "dns/server.h"
#include "mail/ip_class.h"
#include "smtp/talk.h"

/* What a server may take to say goodbye; nobody needs to hear it. */
enum { GOODBYE_US = 2000000, READ_OCTETS = 4096 };

enum { DISCARD_PORT = 9 };

struct line {
	int fd;
	int64_t until_us;
	struct buf in; /* read, and not yet understood */
	int error;
};

static struct ip
address_of(const struct sockaddr_storage *from)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)from;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)from;

	if (from->ss_family == AF_INET)
		return ip_from_bytes(
		    IP_V4, (const unsigned char *)&v4->sin_addr);
	return ip_from_bytes(IP_V6, (const unsigned char *)&v6->sin6_addr);
}

/* Connecting a UDP socket sends nothing, but finds the way. */
bool
talk_has_route(struct ip ip)
{
	struct sockaddr_storage to, from;
	struct server server = { .ip = ip, .port = DISCARD_PORT };
	socklen_t n = server_sockaddr(server, &to), from_n = sizeof(from);
	int fd = socket(to.ss_family, SOCK_DGRAM, 0);
	bool found;

	if (fd < 0)
		return false;
	found = connect(fd, (struct sockaddr *)&to, n) == 0 &&
	    getsockname(fd, (struct sockaddr *)&from, &from_n) == 0;
	close(fd);
	return found &&
	    (ip_class(ip).kind == IP_SPECIAL || ip.family == IP_V4 ||
		ip_class(address_of(&from)).kind != IP_SPECIAL);
}

/* Until the socket can be read or written; false at the deadline. */
static bool
wait_for(struct line *line, short events)
{
	struct pollfd fd = { .fd = line->fd, .events = events };

	for (;;) {
		int64_t left = line->until_us - clock_us();
		int n;

		if (left <= 0)
			return false;
		n = poll(&fd, 1, (int)(left / 1000 + 1));
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
	}
}

static enum talk_end
why_not(int error)
{
	if (error == ENETUNREACH || error == EADDRNOTAVAIL ||
	    error == EAFNOSUPPORT)
		return TALK_NO_ROUTE;
	return error == ETIMEDOUT ? TALK_NOTHING : TALK_REFUSED;
}

/* TALK_DONE: the line is open. */
static enum talk_end
open_line(struct line *line, struct ip ip, uint16_t port)
{
	struct sockaddr_storage to;
	struct server server = { .ip = ip, .port = port };
	socklen_t n = server_sockaddr(server, &to), error_n = sizeof(int);

	line->fd = socket(to.ss_family, SOCK_STREAM, 0);
	if (line->fd < 0 || !descriptor_prepare(line->fd)) {
		line->error = errno;
		return TALK_NO_ROUTE;
	}
	if (connect(line->fd, (struct sockaddr *)&to, n) == 0)
		return TALK_DONE;
	if (errno != EINPROGRESS) {
		line->error = errno;
		return why_not(errno);
	}
	if (!wait_for(line, POLLOUT))
		return TALK_NOTHING;
	if (getsockopt(
		line->fd, SOL_SOCKET, SO_ERROR, &line->error, &error_n) != 0)
		line->error = errno;
	return line->error == 0 ? TALK_DONE : why_not(line->error);
}

/* Another piece; false at the end of all that comes in time. */
static bool
read_more(struct line *line)
{
	char octets[READ_OCTETS];
	ssize_t n;

	do {
		if (!wait_for(line, POLLIN))
			return false;
		n = recv(line->fd, octets, sizeof(octets), 0);
	} while (n < 0 &&
	    (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK));
	if (n <= 0) {
		line->error = n < 0 ? errno : 0;
		return false;
	}
	buf_str(&line->in, (struct str){ octets, (size_t)n });
	return true;
}

static bool
read_reply(struct arena *a, struct line *line, struct smtp_reply *out)
{
	for (;;) {
		size_t used;

		switch (smtp_reply_read(a, buf_view(&line->in), out, &used)) {
		case SMTP_REPLY:
			/* What comes unasked is nobody's answer. */
			line->in.n = 0;
			return true;
		case SMTP_NONE:
			return false;
		case SMTP_MORE:
			break;
		}
		if (!read_more(line))
			return false;
	}
}

/* False where nobody takes it. */
static bool
say(struct line *line, struct str text)
{
	while (text.n > 0) {
		ssize_t n = send(line->fd, text.s, text.n, MSG_NOSIGNAL);

		if (n >= 0)
			text = str_from(text, (size_t)n);
		else if (errno != EINTR && errno != EAGAIN &&
		    errno != EWOULDBLOCK)
			return false;
		else if (!wait_for(line, POLLOUT))
			return false;
	}
	return true;
}

/* Without waiting for long: all is known. */
static void
quit(struct arena *a, struct line *line)
{
	int64_t until_us = clock_us() + GOODBYE_US;
	struct smtp_reply goodbye;

	if (line->until_us > until_us)
		line->until_us = until_us;
	if (say(line, S("QUIT\r\n")))
		read_reply(a, line, &goodbye);
}

static enum talk_end
converse(struct arena *a, struct line *line, struct talk *t, struct str helo)
{
	enum talk_end end = TALK_REJECTED;

	if (!read_reply(a, line, &t->greeting))
		return TALK_SILENT;
	if (smtp_reply_kind(&t->greeting) == 2) {
		if (!say(line, arena_printf(a, "EHLO %.*s\r\n", PSTR(helo))) ||
		    !read_reply(a, line, &t->ehlo))
			return TALK_SILENT;
		end =
		    smtp_reply_kind(&t->ehlo) == 2 ? TALK_DONE : TALK_REJECTED;
	}
	quit(a, line);
	return end;
}

void
talk(struct arena *a, struct talk *t, uint16_t port, struct str helo,
    int64_t until_us)
{
	struct line line = { .fd = -1, .until_us = until_us };
	int64_t started_us = clock_us();

	t->end = open_line(&line, t->ip, port);
	if (t->end == TALK_DONE)
		t->end = converse(a, &line, t, helo);
	t->error = line.error;
	t->us = clock_us() - started_us;
	if (line.fd >= 0)
		close(line.fd);
	buf_free(&line.in);
}

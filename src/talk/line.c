#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netinet/in.h>

#include "base/clock.h"
#include "base/descriptor.h"
#include "client/server.h"
#include "mail/ip_class.h"
#include "talk/line.h"

enum { DISCARD_PORT = 9 };

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
line_has_route(struct ip ip)
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
bool
line_wait(struct line *line, short events)
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

static enum line_end
why_not(int error)
{
	if (error == ENETUNREACH || error == EADDRNOTAVAIL ||
	    error == EAFNOSUPPORT)
		return LINE_NO_ROUTE;
	return error == ETIMEDOUT ? LINE_NOTHING : LINE_REFUSED;
}

enum line_end
line_open(struct line *line, struct ip ip, uint16_t port)
{
	struct sockaddr_storage to;
	struct server server = { .ip = ip, .port = port };
	socklen_t n = server_sockaddr(server, &to), error_n = sizeof(int);

	line->fd = socket(to.ss_family, SOCK_STREAM, 0);
	if (line->fd < 0 || !descriptor_prepare(line->fd)) {
		line->error = errno;
		return LINE_NO_ROUTE;
	}
	if (connect(line->fd, (struct sockaddr *)&to, n) == 0)
		return LINE_OPEN;
	if (errno != EINPROGRESS) {
		line->error = errno;
		return why_not(errno);
	}
	if (!line_wait(line, POLLOUT))
		return LINE_NOTHING;
	if (getsockopt(
		line->fd, SOL_SOCKET, SO_ERROR, &line->error, &error_n) != 0)
		line->error = errno;
	return line->error == 0 ? LINE_OPEN : why_not(line->error);
}

void
line_close(struct line *line)
{
	if (line->fd >= 0)
		close(line->fd);
	line->fd = -1;
}

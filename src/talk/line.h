/* line.h - one TCP connection, every wait on which ends at its deadline. */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ip.h"

struct line {
	int fd;           /* -1: none */
	int64_t until_us; /* by clock_us() */
	int error;        /* errno of what failed last; or 0 */
};

enum line_end {
	LINE_OPEN,
	LINE_REFUSED,  /* somebody said no: a reset, an ICMP message */
	LINE_NO_ROUTE, /* this host has no way there */
	LINE_NOTHING,  /* nothing came back */
};

/* Connects; line_close() is due whatever comes of it. */
enum line_end line_open(struct line *line, struct ip ip, uint16_t port);
void line_close(struct line *line);

/* Until the socket can be read or written, of poll()'s events; false at the
 * deadline. */
bool line_wait(struct line *line, short events);

/* Whether this host would take that address's family to get there: it has a
 * route, and an address of its own that can be answered. */
bool line_has_route(struct ip ip);

#endif

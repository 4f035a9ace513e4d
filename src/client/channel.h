/*
 * channel.h - sockets to name servers, and waiting for them.
 *
 * A channel is one connected socket: a UDP socket of udp.h or the part of a
 * stream.h that is waited for.
 */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

struct attempt;
struct upstream;

/* How reading or writing without waiting ends. */
enum io {
	IO_DONE,
	IO_WANT_READ,  /* again when the socket can be read */
	IO_WANT_WRITE, /* or written */
	IO_CLOSED,     /* by the other side */
	IO_FAILED
};

struct channel {
	int fd;
	uint32_t number; /* no two have the same */
	struct upstream *upstream;
	struct stream *stream;    /* NULL: UDP */
	struct attempt *attempts; /* that may still be answered on it */
	size_t place;             /* in the set */
	unsigned uses;            /* queries sent */
	bool is_retired;          /* no further queries: closed when idle */
	bool is_busy;             /* being read: not closed now */
};

struct channels {
	struct pollfd *fds;
	struct channel **of; /* whose each of fds is */
	size_t n, cap;
	uint32_t numbered; /* ever */
};

/* Adds a channel with its fd set, to be read. */
void channels_add(struct channels *set, struct channel *channel);
void channels_remove(struct channels *set, struct channel *channel);

/* Whether to wait until it can be written, too. */
void
channels_want_write(struct channels *set, struct channel *channel, bool write);

void channels_free(struct channels *set);

#endif

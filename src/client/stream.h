/*
 * stream.h - DNS over TCP, and over TLS: one connection, many queries (RFC
 * 7766, RFC 7858).
 *
 * Each message has its length in two octets before it.  Nothing here blocks:
 * what cannot be written waits in the stream, and messages are handed out
 * once they are whole.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/channel.h"
#include "client/tls.h"
#include "client/upstream.h"

struct stream {
	struct channel channel;
	struct tls *tls; /* NULL: plain TCP */
	struct buf out;  /* framed queries */
	size_t out_at;   /* what of it has been written */
	unsigned char *in;
	size_t in_n, in_at, in_cap; /* received, handed out, allocated */
	int64_t heard_us;  /* when a query was answered last; 0: never */
	bool is_connected; /* by TCP */
	bool is_open;      /* and by TLS, where that is spoken */
	struct buf error;  /* why it ended */
};

/* Begins to connect, over TLS if the server has a peer for that; NULL, and
 * errno says why, where that cannot be. */
struct stream *stream_open(struct upstream *u, struct channels *set);
void stream_close(struct stream *stream, struct channels *set);

/* Puts a query in line; it is written when the socket takes it. */
void stream_send(struct stream *stream, struct channels *set, struct str query);

/* Reads and writes what the socket is ready for; false once the connection
 * is over, and stream->error says why. */
bool stream_work(struct stream *stream, struct channels *set);

/* Gives the reason for its end: false, for the caller to return. */
bool stream_fail(struct stream *stream, struct str why);

/* Takes the next whole message, a view that is valid until the stream works
 * again; false while there is none. */
bool stream_next(struct stream *stream, struct str *message);

#endif

/* DNS over TCP: however the octets are cut on their way, the messages are those
 * that their lengths say, whole and in order. */
#include <fcntl.h>
#include <unistd.h>

#include <sys/socket.h>

#include "client/stream.h"

#include "fuzz.h"

/* What a socket takes without a reader. */
enum { OCTETS_MAX = 16384 };

/* A stream that is connected already; the other end. */
static int
open_stream(
    struct stream *stream, struct upstream *upstream, struct channels *set)
{
	int ends[2];

	assert(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	assert(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
	stream->channel.fd = ends[0];
	stream->channel.upstream = upstream;
	stream->channel.stream = stream;
	stream->is_connected = stream->is_open = true;
	channels_add(set, &stream->channel);
	return ends[1];
}

/* Takes the next message of the text, as its length says; false without one. */
static bool
expect(struct str *text, struct str *message)
{
	size_t n;

	if (text->n < 2)
		return false;
	n = (size_t)((unsigned char)text->s[0] << 8 |
	    (unsigned char)text->s[1]);
	if (text->n - 2 < n)
		return false;
	*message = str_to(str_from(*text, 2), n);
	*text = str_from(*text, 2 + n);
	return true;
}

static void
compare(struct stream *stream, struct str *text)
{
	struct str got, want;

	while (stream_next(stream, &got)) {
		assert(expect(text, &want));
		assert(str_eq(got, want));
	}
}

FUZZ(stream)
{
	struct str rest = { (const char *)data, size }, text, want;
	struct upstream upstream = { 0 };
	struct channels set = { 0 };
	struct stream *stream;
	size_t piece;
	int there;

	if (size < 2 || size > OCTETS_MAX)
		return;
	piece = 1U + data[0];
	rest = text = str_from(rest, 1);
	stream = mem_new(1, sizeof(*stream));
	there = open_stream(stream, &upstream, &set);
	for (; rest.n > 0; rest = str_from(rest, piece)) {
		struct str part = str_to(rest, piece);

		assert(write(there, part.s, part.n) == (ssize_t)part.n);
		assert(stream_work(stream, &set));
		compare(stream, &text);
	}
	assert(!expect(&text, &want)); /* nothing whole is left */
	close(there);
	assert(!stream_work(stream, &set) && stream->error.n > 0);
	stream_close(stream, &set);
	channels_free(&set);
}

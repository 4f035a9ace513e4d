#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "base/arena.h"
#include "base/descriptor.h"
#include "dns/stream.h"

/* At a time; what is kept is never more than this and one message. */
enum { READ_OCTETS = 16384 };

struct stream *
stream_open(struct upstream *u, struct channels *set)
{
	const struct sockaddr *address = (const struct sockaddr *)&u->address;
	int fd = socket(address->sa_family, SOCK_STREAM, 0), one = 1;
	struct stream *stream;

	if (fd < 0)
		return NULL;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (!descriptor_prepare(fd) ||
	    (connect(fd, address, u->address_n) != 0 && errno != EINPROGRESS)) {
		int why = errno;

		close(fd);
		errno = why;
		return NULL;
	}
	stream = mem_new(1, sizeof(*stream));
	stream->channel.fd = fd;
	stream->channel.upstream = u;
	stream->channel.stream = stream;
	channels_add(set, &stream->channel);
	channels_want_write(set, &stream->channel, true);
	return stream;
}

void
stream_close(struct stream *stream, struct channels *set)
{
	channels_remove(set, &stream->channel);
	close(stream->channel.fd);
	buf_free(&stream->out);
	free(stream->in);
	free(stream);
}

void
stream_send(struct stream *stream, struct channels *set, struct str query)
{
	buf_byte(&stream->out, (char)(query.n >> 8));
	buf_byte(&stream->out, (char)query.n);
	buf_str(&stream->out, query);
	channels_want_write(set, &stream->channel, true);
}

static bool
is_later(int why)
{
	return why == EAGAIN || why == EWOULDBLOCK || why == EINTR;
}

static bool
end_with(struct stream *stream, int why)
{
	stream->error = why == 0 ? "closed by the server" : strerror(why);
	return false;
}

/* Whether the connection stands; a failed one has left its error behind. */
static bool
finish_connect(struct stream *stream)
{
	int why = 0;
	socklen_t n = sizeof(why);

	if (getsockopt(stream->channel.fd, SOL_SOCKET, SO_ERROR, &why, &n) != 0)
		why = errno;
	if (why != 0)
		return end_with(stream, why);
	stream->is_open = true;
	return true;
}

static bool
write_out(struct stream *stream, struct channels *set)
{
	struct buf *out = &stream->out;

	while (stream->out_at < out->n) {
		ssize_t n = send(stream->channel.fd, out->s + stream->out_at,
		    out->n - stream->out_at, MSG_NOSIGNAL);

		if (n < 0)
			return is_later(errno) || end_with(stream, errno);
		stream->out_at += (size_t)n;
	}
	out->n = stream->out_at = 0;
	channels_want_write(set, &stream->channel, false);
	return true;
}

/* Makes room for READ_OCTETS behind what was received. */
static void
make_room(struct stream *stream)
{
	if (stream->in_at > 0) {
		stream->in_n -= stream->in_at;
		memmove(stream->in, stream->in + stream->in_at, stream->in_n);
		stream->in_at = 0;
	}
	if (stream->in_cap - stream->in_n >= READ_OCTETS)
		return;
	stream->in_cap = stream->in_n + READ_OCTETS;
	stream->in = mem_grow(stream->in, stream->in_cap, 1);
}

static bool
read_in(struct stream *stream)
{
	ssize_t n;

	make_room(stream);
	n = recv(stream->channel.fd, stream->in + stream->in_n, READ_OCTETS, 0);
	if (n < 0)
		return is_later(errno) || end_with(stream, errno);
	if (n == 0)
		return end_with(stream, 0);
	stream->in_n += (size_t)n;
	return true;
}

bool
stream_work(struct stream *stream, struct channels *set)
{
	if (!stream->is_open && !finish_connect(stream))
		return false;
	return write_out(stream, set) && read_in(stream);
}

bool
stream_next(struct stream *stream, struct str *message)
{
	const unsigned char *p = stream->in + stream->in_at;
	size_t left = stream->in_n - stream->in_at, n;

	if (left < 2)
		return false;
	n = (size_t)p[0] << 8 | p[1];
	if (left - 2 < n)
		return false;
	*message = (struct str){ (const char *)p + 2, n };
	stream->in_at += n + 2;
	return true;
}

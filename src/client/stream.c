#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "base/arena.h"
#include "base/descriptor.h"
#include "client/stream.h"

/* At a time, and no less than a TLS record can have; what is kept is never
 * more than this and one message. */
enum { READ_OCTETS = 16384 };

/* A socket that is connecting; -1, and errno says why, where it won't. */
static int
begin_connect(const struct upstream *u)
{
	const struct sockaddr *address = (const struct sockaddr *)&u->address;
	int fd = socket(address->sa_family, SOCK_STREAM, 0), one = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (!descriptor_prepare(fd) ||
	    (connect(fd, address, u->address_n) != 0 && errno != EINPROGRESS)) {
		int why = errno;

		close(fd);
		errno = why;
		return -1;
	}
	return fd;
}

struct stream *
stream_open(struct upstream *u, struct channels *set)
{
	int fd = begin_connect(u);
	struct tls *tls = NULL;
	struct stream *stream;

	if (fd >= 0 && u->peer != NULL) {
		tls = tls_begin(u->peer, fd);
		if (tls == NULL) {
			close(fd);
			errno = ENOMEM;
			return NULL;
		}
	}
	if (fd < 0)
		return NULL;
	stream = mem_new(1, sizeof(*stream));
	stream->tls = tls;
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
	tls_end(stream->tls);
	channels_remove(set, &stream->channel);
	close(stream->channel.fd);
	buf_free(&stream->out);
	buf_free(&stream->error);
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

bool
stream_fail(struct stream *stream, struct str why)
{
	stream->error.n = 0;
	buf_text(&stream->error, stream->tls != NULL ? "TLS: " : "TCP: ");
	buf_str(&stream->error, why);
	return false;
}

static enum io
result_of(ssize_t n, size_t *done, enum io later)
{
	if (n < 0 &&
	    (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return later;
	if (n < 0)
		return IO_FAILED;
	*done = (size_t)n;
	return n == 0 ? IO_CLOSED : IO_DONE;
}

static enum io
put(struct stream *stream, const char *p, size_t n, size_t *done)
{
	if (stream->tls != NULL)
		return tls_write(stream->tls, p, n, done);
	return result_of(
	    send(stream->channel.fd, p, n, MSG_NOSIGNAL), done, IO_WANT_WRITE);
}

static enum io
get(struct stream *stream, unsigned char *p, size_t n, size_t *done)
{
	if (stream->tls != NULL)
		return tls_read(stream->tls, p, n, done);
	return result_of(recv(stream->channel.fd, p, n, 0), done, IO_WANT_READ);
}

/* Whether it can go on, now or later. */
static bool
goes_on(struct stream *stream, struct channels *set, enum io result)
{
	switch (result) {
	case IO_WANT_WRITE:
		channels_want_write(set, &stream->channel, true);
		return true;
	case IO_DONE:
	case IO_WANT_READ:
		return true;
	case IO_CLOSED:
		return stream_fail(stream, S("closed by the server"));
	case IO_FAILED:
		break;
	}
	return stream_fail(stream,
	    stream->tls != NULL ? tls_error(stream->tls)
				: str_of(strerror(errno)));
}

/* Whether the connection stands; a failed one has left its error behind. */
static bool
finish_connect(struct stream *stream)
{
	int why = 0;
	socklen_t n = sizeof(why);

	if (getsockopt(stream->channel.fd, SOL_SOCKET, SO_ERROR, &why, &n) != 0)
		why = errno;
	if (why != 0) {
		stream_fail(stream, S("cannot connect: "));
		buf_text(&stream->error, strerror(why));
		return false;
	}
	stream->is_connected = true;
	stream->is_open = stream->tls == NULL;
	return true;
}

static bool
shake_hands(struct stream *stream, struct channels *set)
{
	enum io result = tls_handshake(stream->tls);

	stream->is_open = result == IO_DONE;
	return goes_on(stream, set, result);
}

static bool
write_out(struct stream *stream, struct channels *set)
{
	struct buf *out = &stream->out;
	enum io result = IO_DONE;
	size_t n;

	while (stream->out_at < out->n && result == IO_DONE) {
		result = put(stream, out->s + stream->out_at,
		    out->n - stream->out_at, &n);
		if (result == IO_DONE)
			stream->out_at += n;
	}
	if (stream->out_at == out->n)
		out->n = stream->out_at = 0;
	return goes_on(stream, set, result);
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

/* A server that waits for the ACK of one answer before it sends the next
 * (Nagle) gets it at once: else that takes 40 ms each time. */
static void
acknowledge(const struct stream *stream)
{
#ifdef TCP_QUICKACK
	int one = 1;

	setsockopt(
	    stream->channel.fd, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof(one));
#else
	(void)stream;
#endif
}

static bool
read_in(struct stream *stream, struct channels *set)
{
	enum io result;
	size_t n = 0;

	make_room(stream);
	result = get(stream, stream->in + stream->in_n, READ_OCTETS, &n);
	stream->in_n += n;
	if (result == IO_DONE)
		acknowledge(stream);
	return goes_on(stream, set, result);
}

bool
stream_work(struct stream *stream, struct channels *set)
{
	if (!stream->is_connected && !finish_connect(stream))
		return false;
	channels_want_write(set, &stream->channel, false);
	if (!stream->is_open && !shake_hands(stream, set))
		return false;
	if (!stream->is_open)
		return true;
	/* Reading first: what came before an error counts. */
	return read_in(stream, set) && write_out(stream, set);
}

bool
stream_next(struct stream *stream, struct str *message)
{
	size_t left = stream->in_n - stream->in_at, n;
	const unsigned char *p;

	/* Before anything has come there is no memory for it, either. */
	if (left < 2)
		return false;
	p = stream->in + stream->in_at;
	n = (size_t)p[0] << 8 | p[1];
	if (left - 2 < n)
		return false;
	*message = (struct str){ (const char *)p + 2, n };
	stream->in_at += n + 2;
	return true;
}

#include <poll.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "client/tls.h"
#include "mail/http_reply.h"
#include "talk/https.h"
#include "talk/line.h"

enum { HTTPS_PORT = 443, READ_OCTETS = 16384 };

/* A connection under way. */
struct session {
	struct arena *a;
	struct line line;
	struct tls *tls;
	struct fetched *out;
};

static bool
fail(struct session *s, enum fetched_end end, struct str error)
{
	s->out->end = end;
	s->out->error = arena_str(s->a, error);
	return false;
}

/* After anything but IO_DONE: true when it is worth another try. */
static bool
wait_for(struct session *s, enum io io)
{
	struct str error;

	if (io == IO_WANT_READ || io == IO_WANT_WRITE)
		return line_wait(
			   &s->line, io == IO_WANT_READ ? POLLIN : POLLOUT) ||
		    fail(s, FETCHED_SLOW, S(""));
	if (io == IO_CLOSED)
		return fail(
		    s, FETCHED_FAILED, S("connection: closed by the server"));
	error = tls_error(s->tls);
	if (!str_starts(error, S("certificate: ")) &&
	    !str_starts(error, S("name: ")))
		return fail(s, FETCHED_FAILED, error);
	return fail(s,
	    tls_has_authorities(s->tls) ? FETCHED_CERTIFICATE
					: FETCHED_UNVERIFIED,
	    error);
}

static bool
handshake(struct session *s)
{
	enum io io;

	while ((io = tls_handshake(s->tls)) != IO_DONE)
		if (!wait_for(s, io))
			return false;
	return true;
}

static bool
say(struct session *s, struct str text)
{
	while (text.n > 0) {
		size_t n = 0;
		enum io io = tls_write(s->tls, text.s, text.n, &n);

		if (io == IO_DONE)
			text = str_from(text, n);
		else if (!wait_for(s, io))
			return false;
	}
	return true;
}

static void
take(struct session *s, enum http_got got, const struct http_reply *reply)
{
	if (got == HTTP_LARGE) {
		fail(s, FETCHED_LARGE, S(""));
	} else if (got == HTTP_NONE) {
		fail(s, FETCHED_MALFORMED, S(""));
	} else {
		s->out->end = FETCHED_DONE;
		s->out->status = reply->status;
		s->out->type = reply->type;
		s->out->location = reply->location;
		s->out->body = reply->body;
	}
}

/* A server that never lets this one wait is out of time, too. */
static void
hear(struct session *s)
{
	struct buf in = { 0 };
	struct http_reply reply;
	enum http_got got = HTTP_MORE;

	while (got == HTTP_MORE) {
		size_t n = 0;
		char *room = buf_room(&in, READ_OCTETS);
		enum io io = tls_read(s->tls, room, READ_OCTETS, &n);

		if (clock_us() >= s->line.until_us) {
			fail(s, FETCHED_SLOW, S(""));
			break;
		}
		if (io == IO_DONE)
			buf_took(&in, n);
		else if (io != IO_CLOSED && !wait_for(s, io))
			break;
		if (io == IO_DONE || io == IO_CLOSED)
			got = http_reply_read(
			    s->a, buf_view(&in), io == IO_CLOSED, &reply);
	}
	if (got != HTTP_MORE)
		take(s, got, &reply);
	buf_free(&in);
}

static void
converse(struct session *s, const struct https_get *get, struct ip ip)
{
	struct tls_peer *peer = tls_peer_new(get->host, ip, TLS_FOR_HTTP);

	s->tls = tls_begin(peer, s->line.fd);
	if (s->tls == NULL)
		fail(s, FETCHED_FAILED, S("OpenSSL cannot begin"));
	else if (handshake(s) &&
	    say(s,
		arena_printf(s->a,
		    "GET %.*s HTTP/1.1\r\nHost: %.*s\r\n"
		    "User-Agent: mailpreflight\r\nAccept: text/plain\r\n"
		    "Connection: close\r\n\r\n",
		    PSTR(get->path), PSTR(get->host))))
		hear(s);
	tls_end(s->tls);
	tls_peer_free(peer);
}

static struct str
why_not(const struct line *line)
{
	return line->error != 0 ? str_of(strerror(line->error))
				: S("no answer");
}

/* Each address that is still to be tried has an equal part of the time left. */
static int64_t
until(const struct https_get *get, size_t i)
{
	int64_t now_us = clock_us();

	return now_us + (get->until_us - now_us) / (int64_t)(get->nips - i);
}

struct fetched
https_get(struct arena *a, const struct https_get *get)
{
	struct fetched out = { .end = FETCHED_SLOW };
	bool is_open = false;

	for (size_t i = 0; i < get->nips && !is_open; i++) {
		struct session s = {
			.a = a,
			.line = { .fd = -1, .until_us = until(get, i) },
			.out = &out,
		};
		enum line_end end = line_open(&s.line, get->ips[i], HTTPS_PORT);

		out.ip = get->ips[i];
		is_open = end == LINE_OPEN;
		if (is_open) {
			s.line.until_us = get->until_us;
			converse(&s, get, out.ip);
		} else {
			fail(&s,
			    end == LINE_NOTHING ? FETCHED_SLOW : FETCHED_FAILED,
			    why_not(&s.line));
		}
		line_close(&s.line);
	}
	return out;
}

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/clock.h"
#include "talk/line.h"
#include "talk/talk.h"

/* What a server may take to say goodbye; nobody needs to hear it. */
enum { GOODBYE_US = 2000000, READ_OCTETS = 4096 };

struct session {
	struct line line;
	struct buf in; /* read, and not yet understood */
};

/* Another piece; false at the end of all that comes in time. */
static bool
read_more(struct session *s)
{
	char octets[READ_OCTETS];
	ssize_t n;

	do {
		if (!line_wait(&s->line, POLLIN))
			return false;
		n = recv(s->line.fd, octets, sizeof(octets), 0);
	} while (n < 0 &&
	    (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK));
	if (n <= 0) {
		s->line.error = n < 0 ? errno : 0;
		return false;
	}
	buf_str(&s->in, (struct str){ octets, (size_t)n });
	return true;
}

static bool
read_reply(struct arena *a, struct session *s, struct smtp_reply *out)
{
	for (;;) {
		size_t used;

		switch (smtp_reply_read(a, buf_view(&s->in), out, &used)) {
		case SMTP_REPLY:
			/* What comes unasked is nobody's answer. */
			s->in.n = 0;
			return true;
		case SMTP_NONE:
			return false;
		case SMTP_MORE:
			break;
		}
		if (!read_more(s))
			return false;
	}
}

/* False where nobody takes it. */
static bool
say(struct session *s, struct str text)
{
	while (text.n > 0) {
		ssize_t n = send(s->line.fd, text.s, text.n, MSG_NOSIGNAL);

		if (n >= 0)
			text = str_from(text, (size_t)n);
		else if (errno != EINTR && errno != EAGAIN &&
		    errno != EWOULDBLOCK)
			return false;
		else if (!line_wait(&s->line, POLLOUT))
			return false;
	}
	return true;
}

/* Without waiting for long: all is known. */
static void
quit(struct arena *a, struct session *s)
{
	int64_t until_us = clock_us() + GOODBYE_US;
	struct smtp_reply goodbye;

	if (s->line.until_us > until_us)
		s->line.until_us = until_us;
	if (say(s, S("QUIT\r\n")))
		read_reply(a, s, &goodbye);
}

static enum talk_end
converse(struct arena *a, struct session *s, struct talk *t, struct str helo)
{
	enum talk_end end = TALK_REJECTED;

	if (!read_reply(a, s, &t->greeting))
		return TALK_SILENT;
	if (smtp_reply_kind(&t->greeting) == 2) {
		if (!say(s, arena_printf(a, "EHLO %.*s\r\n", PSTR(helo))) ||
		    !read_reply(a, s, &t->ehlo))
			return TALK_SILENT;
		end =
		    smtp_reply_kind(&t->ehlo) == 2 ? TALK_DONE : TALK_REJECTED;
	}
	quit(a, s);
	return end;
}

static enum talk_end
end_without_line(enum line_end end)
{
	static const enum talk_end ends[] = {
		[LINE_REFUSED] = TALK_REFUSED,
		[LINE_NO_ROUTE] = TALK_NO_ROUTE,
		[LINE_NOTHING] = TALK_NOTHING,
	};

	return ends[end];
}

void
talk(struct arena *a, struct talk *t, uint16_t port, struct str helo,
    int64_t until_us)
{
	struct session s = { .line = { .fd = -1, .until_us = until_us } };
	int64_t started_us = clock_us();
	enum line_end end = line_open(&s.line, t->ip, port);

	t->end =
	    end == LINE_OPEN ? converse(a, &s, t, helo) : end_without_line(end);
	t->error = s.line.error;
	t->us = clock_us() - started_us;
	line_close(&s.line);
	buf_free(&s.in);
}

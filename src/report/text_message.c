/* text_message.c - what the request was taken from. */
#include "facts/sent.h"
#include "report/text.h"
#include "report/wrap.h"

static struct str
sender_text(struct arena *a, const struct request *req)
{
	if (req->null_sender)
		return S("the null sender");
	return arena_printf(a, "%.*s@%.*s", PSTR(req->local_part),
	    PSTR(name_text(a, req->mail_from)));
}

/* "203.0.113.6 as mta1.example.com, HELO mail" */
static struct str
client_text(struct arena *a, const struct sent *sent, const struct request *req)
{
	struct buf b = { .a = a };
	struct str host = name_text(a, req->host);

	buf_str(&b, ip_text(a, req->ips[0]));
	if (sent->taken.host.n > 0)
		buf_printf(&b, " as %.*s", PSTR(host));
	if (sent->taken.helo.n > 0 &&
	    (sent->taken.host.n == 0 || !str_eq(req->helo, host)))
		buf_printf(&b, ", HELO %.*s", PSTR(req->helo));
	return buf_view(&b);
}

static struct str
selectors_text(struct arena *a, const struct request *req)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < req->nselectors; i++)
		buf_item(&b, req->selectors[i].text);
	return buf_view(&b);
}

/* "Received 2 by mx.example.net" */
static struct str
hop_text(struct arena *a, const struct sent *sent)
{
	if (sent->hop.received.by.n == 0)
		return arena_printf(a, "Received %zu", sent->hop.index);
	return arena_printf(a, "Received %zu by %.*s", sent->hop.index,
	    PSTR(sent->hop.received.by));
}

static void
add(struct buf *b, struct str what, struct str where)
{
	if (where.n > 0)
		buf_item(b,
		    arena_printf(b->a, "%.*s (%.*s)", PSTR(what), PSTR(where)));
}

static void
write_line(struct text *t, struct str text)
{
	struct wrap w = wrap_begin(&t->page, 2);

	w.ink = INK_DIM;
	wrap_words(&w, text);
	wrap_end(&w);
}

static const char *
source_text(const struct sent *sent)
{
	switch (sent->bounce.found) {
	case BOUNCE_HEADERS:
		return "the header that the bounce returns";
	case BOUNCE_MESSAGE:
		return "the message that the bounce returns";
	case BOUNCE_NOTHING:
		break;
	}
	return "the message";
}

void
text_message(struct text *t)
{
	const struct request *req = t->report->req;
	const struct sent *sent = req->sent;
	struct arena *a = &t->a;
	struct buf b = { .a = a };

	if (sent == NULL)
		return;
	add(&b, name_text(a, req->domain), sent->taken.domain);
	add(&b, sender_text(a, req), sent->taken.mail_from);
	if (sent->hop.index == 0)
		add(&b, name_text(a, req->host), sent->taken.host);
	else if (sent->taken.ip.n > 0 || sent->taken.host.n > 0 ||
	    sent->taken.helo.n > 0)
		add(&b, client_text(a, sent, req), hop_text(a, sent));
	add(&b, selectors_text(a, req), sent->taken.selectors);
	write_line(t,
	    arena_printf(a, "from %s: %.*s", source_text(sent),
		PSTR(b.n > 0 ? buf_view(&b) : S("nothing"))));
	if (req->nips == 0)
		write_line(t,
		    S("no Received tells from which address it came to the "
		      "receiver: give the IP, or --hop"));
	if (sent->sample.nmore > 0)
		write_line(t,
		    arena_printf(a,
			"the message has %zu signatures, of which the first "
			"%zu are looked at",
			sent->sample.nsignatures + sent->sample.nmore,
			sent->sample.nsignatures));
}

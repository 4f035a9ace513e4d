#include <string.h>

#include "base/buf.h"
#include "base/escape.h"
#include "check/check.h"
#include "mail/ip_class.h"
#include "talk/outbound.h"

/* Of what a server says, as much is repeated. */
enum { SAID_MAX = 400 };

void
need_port25(struct facts *facts, const struct aim *aim)
{
	(void)aim;
	need_outbound(facts);
}

/* "mx1.example.net [203.0.113.25]" */
static struct str
whom(struct check *c, const struct talk *t)
{
	struct ip_class class = ip_class(t->ip);

	return arena_printf(c->a, "%.*s [%.*s%s%s]",
	    PSTR(check_name(c, t->exchange)), PSTR(ip_text(c->a, t->ip)),
	    class.kind == IP_SPECIAL ? ", " : "",
	    class.kind == IP_SPECIAL ? class.what : "");
}

/* A reply on one line, and no longer than anybody reads. */
static struct str
said(struct check *c, const struct smtp_reply *reply)
{
	struct buf b = { .a = c->a };
	struct str rest = str_to(reply->text, SAID_MAX), line;

	buf_printf(&b, "%u", reply->code);
	while (str_cut(&rest, '\n', &line)) {
		buf_byte(&b, ' ');
		buf_str(&b, line);
	}
	return buf_view(&b);
}

/* The last that it said. */
static const struct smtp_reply *
last_reply(const struct talk *t)
{
	return t->ehlo.code > 0 ? &t->ehlo : &t->greeting;
}

/* The address that the receiver saw.  A rejection names it in any line, an
 * answer to EHLO in the first. */
static bool
sees(const struct talk *t, struct ip *out)
{
	const struct smtp_reply *reply = last_reply(t);
	struct str rest = reply->text, line;

	if (t->end == TALK_DONE)
		return smtp_names_client(smtp_reply_line(reply), out);
	while (t->end == TALK_REJECTED && str_cut(&rest, '\n', &line))
		if (smtp_names_client(line, out))
			return true;
	return false;
}

static bool
is_given(const struct request *req, struct ip ip)
{
	for (size_t i = 0; i < req->nips; i++)
		if (ip_eq(req->ips[i], ip))
			return true;
	return false;
}

static bool
is_family_given(const struct request *req, enum ip_family family)
{
	for (size_t i = 0; i < req->nips; i++)
		if (req->ips[i].family == family)
			return true;
	return false;
}

/* It went out over IPv6, and nobody has thought of that. */
static void
flag_ipv6(struct check *c, const struct talk *t)
{
	check_flag(c, FINDING_PORT25_IPV6,
	    "The connection to %.*s went out over IPv6%s", PSTR(whom(c, t)),
	    c->req->nips > 0 ? ", and no IPv6 address was given" : "");
}

static void
judge_address(struct check *c, const struct talk *t)
{
	struct ip seen = { .family = IP_NONE };

	if (!sees(t, &seen)) {
		if (t->ip.family == IP_V6 && !is_family_given(c->req, IP_V6))
			flag_ipv6(c, t);
		return;
	}
	check_flag(c, FINDING_PORT25_SEEN, "%.*s sees the address %.*s",
	    PSTR(whom(c, t)), PSTR(ip_text(c->a, seen)));
	if (is_given(c->req, seen))
		return;
	if (seen.family == IP_V6 && !is_family_given(c->req, IP_V6))
		flag_ipv6(c, t);
	else if (c->req->nips > 0)
		check_flag(c, FINDING_PORT25_OTHER_ADDRESS,
		    "%.*s sees %.*s, which is none of the addresses given",
		    PSTR(whom(c, t)), PSTR(ip_text(c->a, seen)));
}

/* The reason that the system gives, if it is one that tells more. */
static struct str
reason(struct check *c, const struct talk *t)
{
	if (t->error == 0)
		return S("");
	return arena_printf(c->a, " (%s)", strerror(t->error));
}

/* What became of each, where several were tried in vain. */
static struct str
all_tried(struct check *c, const struct outbound *p)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < p->n; i++)
		buf_item(&b, whom(c, &p->talks[i]));
	return buf_view(&b);
}

static void
judge_silence(struct check *c, const struct talk *t)
{
	if (t->greeting.code > 0)
		check_flag(c, FINDING_PORT25_SILENT,
		    "%.*s greets with '%.*s', and does not answer EHLO in a "
		    "way that can be read%.*s",
		    PSTR(whom(c, t)), PSTR(said(c, &t->greeting)),
		    PSTR(reason(c, t)));
	else
		check_flag(c, FINDING_PORT25_SILENT,
		    "%.*s took the connection, and sent no greeting that can "
		    "be read%.*s",
		    PSTR(whom(c, t)), PSTR(reason(c, t)));
}

static void
judge_talk(struct check *c, const struct outbound *p, const struct talk *t)
{
	switch (t->end) {
	case TALK_DONE:
		check_say(c, "-> %.*s answers", PSTR(whom(c, t)));
		if (!smtp_reply_offers(&t->ehlo, S("STARTTLS")))
			check_flag(c, FINDING_PORT25_NO_STARTTLS,
			    "%.*s does not offer STARTTLS", PSTR(whom(c, t)));
		judge_address(c, t);
		break;
	case TALK_REJECTED:
		check_say(c, "-> %.*s says no", PSTR(whom(c, t)));
		check_flag(c, FINDING_PORT25_GREETING, "%.*s says to %s: %.*s",
		    PSTR(whom(c, t)),
		    t->ehlo.code > 0 ? "EHLO" : "the connection",
		    PSTR(said(c, last_reply(t))));
		judge_address(c, t);
		break;
	case TALK_SILENT:
		check_say(c, "-> %.*s says nothing", PSTR(whom(c, t)));
		judge_silence(c, t);
		break;
	case TALK_REFUSED:
		check_say(c, "-> refused");
		check_flag(c, FINDING_PORT25_REFUSED,
		    "The connection to %.*s was refused%.*s",
		    PSTR(all_tried(c, p)), PSTR(reason(c, t)));
		break;
	case TALK_NO_ROUTE:
		check_say(c, "-> no way there");
		check_flag(c, FINDING_PORT25_BLOCKED,
		    "This host has no way to %.*s%.*s", PSTR(all_tried(c, p)),
		    PSTR(reason(c, t)));
		break;
	case TALK_NOTHING:
		check_say(c, "-> no answer");
		check_flag(c, FINDING_PORT25_BLOCKED,
		    "Nothing came back from %.*s", PSTR(all_tried(c, p)));
		break;
	}
}

static const char *
end_text(enum talk_end end)
{
	static const char *const texts[] = {
		[TALK_DONE] = "done",
		[TALK_REJECTED] = "rejected",
		[TALK_SILENT] = "silent",
		[TALK_REFUSED] = "refused",
		[TALK_NO_ROUTE] = "no-route",
		[TALK_NOTHING] = "nothing",
	};

	return texts[end];
}

static void
add_reply(struct check *c, struct value *to, const char *key,
    const struct smtp_reply *reply)
{
	if (reply->code > 0)
		value_add_str(c->a, to, key, said(c, reply));
	else
		value_add_null(c->a, to, key);
}

static void
add_facts(struct check *c, const struct outbound *p)
{
	struct value *facts = c->result->facts, *list;

	value_add_str(c->a, facts, "helo", p->helo);
	list = value_add_list(c->a, facts, "connections");
	for (size_t i = 0; i < p->n; i++) {
		const struct talk *t = &p->talks[i];
		struct value *o = value_add_object(c->a, list, NULL);
		struct ip seen;

		value_add_str(c->a, o, "exchange", check_name(c, t->exchange));
		value_add_str(c->a, o, "ip", ip_text(c->a, t->ip));
		value_add_str(c->a, o, "result", str_of(end_text(t->end)));
		value_add_int(c->a, o, "ms", t->us / 1000);
		add_reply(c, o, "greeting", &t->greeting);
		add_reply(c, o, "ehlo", &t->ehlo);
		value_add_bool(c->a, o, "starttls",
		    smtp_reply_offers(&t->ehlo, S("STARTTLS")));
		if (sees(t, &seen))
			value_add_str(c->a, o, "seen", ip_text(c->a, seen));
		else
			value_add_null(c->a, o, "seen");
	}
}

void
check_port25(struct check *c)
{
	const struct outbound *p = c->req->outbound;
	const struct talk *t;

	if (p == NULL) {
		check_skip(c, "only 'mailpreflight probe' connects to it");
		return;
	}
	t = outbound_told(p);
	c->result->subject = check_name(c, c->domain);
	add_facts(c, p);
	if (t != NULL)
		judge_talk(c, p, t);
	else
		check_skip(c,
		    p->has_other_family
			? "no exchange has an address of this family"
			: "no exchange that could be connected to");
}

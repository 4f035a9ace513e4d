#include <unistd.h>

#include "base/clock.h"
#include "facts/exchanges.h"
#include "facts/host.h"
#include "mail/ip_class.h"
#include "talk/line.h"
#include "talk/outbound.h"

enum { HOSTNAME_MAX = 256 };

static struct ip
first_ip(const struct request *req)
{
	return req->nips > 0 ? req->ips[0] : (struct ip){ .family = IP_NONE };
}

void
need_outbound(struct facts *facts)
{
	facts_exchanges(facts, facts->req->domain);
	facts_helo(facts, first_ip(facts->req));
}

/* What may follow EHLO: a name or an address literal (RFC 5321 section
 * 4.1.1.1), and nothing that ends the line. */
static bool
is_ehlo_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '.' && c != '-' &&
		    c != '_' && c != ':' && c != '[' && c != ']')
			return false;
	}
	return s.n > 0;
}

static struct str
system_name(struct arena *a)
{
	char name[HOSTNAME_MAX] = "";
	struct str text;

	if (gethostname(name, sizeof(name) - 1) != 0)
		return S("localhost");
	text = arena_str(a, str_of(name));
	return is_ehlo_word(text) ? text : S("localhost");
}

static struct str
ehlo_name(struct arena *a, struct facts *facts)
{
	const struct host *helo = facts_helo(facts, first_ip(facts->req));
	struct str text = helo->found == HOST_FOUND ? name_text(a, helo->name)
						    : facts->req->helo;
	struct ip ip;

	if (ip_parse(text, &ip))
		text = arena_printf(a, "[%s%.*s]",
		    ip.family == IP_V6 ? "IPv6:" : "", PSTR(ip_text(a, ip)));
	return is_ehlo_word(text) ? text : system_name(a);
}

/* One address of a family is enough: others of the exchange are no other
 * way. */
static void
add_talk(struct outbound *p, struct name exchange, const struct answer *answer)
{
	if (answer == NULL || answer->n == 0 || p->n == OUTBOUND_TALKS_MAX)
		return;
	p->talks[p->n++] = (struct talk){
		.exchange = exchange,
		.ip = record_ip(&answer->records[0]),
	};
}

static bool
has_route(const struct answer *answer)
{
	return answer != NULL && answer->n > 0 &&
	    line_has_route(record_ip(&answer->records[0]));
}

/* IPv6 first where this host has it, as RFC 6724 has it and mail servers do. */
static void
add_exchange(struct outbound *p, struct name name, const struct answer *v4,
    const struct answer *v6, enum ip_family only)
{
	if (only == IP_V4 || only == IP_V6) {
		add_talk(p, name, only == IP_V4 ? v4 : v6);
	} else if (has_route(v6)) {
		add_talk(p, name, v6);
		add_talk(p, name, v4);
	} else {
		add_talk(p, name, v4 != NULL && v4->n > 0 ? v4 : v6);
	}
}

static bool
has_address(const struct answer *v4, const struct answer *v6)
{
	return v4 != NULL && v4->n + v6->n > 0;
}

static void
add_exchanges(struct outbound *p, const struct exchanges *all,
    struct name domain, enum ip_family only)
{
	bool any = has_address(all->own4, all->own6);

	/* Its own address takes the mail where there is no MX. */
	add_exchange(p, domain, all->own4, all->own6, only);
	for (size_t i = 0; i < all->n; i++) {
		const struct exchange *e = &all->at[i];

		add_exchange(p, e->name, e->v4, e->v6, only);
		any = any || has_address(e->v4, e->v6);
	}
	p->has_other_family = any && p->n == 0;
}

/* Each address that is still to be tried has an equal part of the time left. */
static int64_t
until(const struct outbound *p, size_t i, int64_t until_us)
{
	int64_t now_us = clock_us();

	return now_us + (until_us - now_us) / (int64_t)(p->n - i);
}

const struct outbound *
outbound_run(
    struct arena *a, struct facts *facts, struct outbound_choice choice)
{
	struct outbound *p = arena_new(a, struct outbound);
	struct name domain = facts->req->domain;

	p->helo = ehlo_name(a, facts);
	add_exchanges(p, facts_exchanges(facts, domain), domain, choice.only);
	for (size_t i = 0; i < p->n; i++) {
		talk(a, &p->talks[i], choice.port, p->helo,
		    until(p, i, choice.until_us));
		if (p->talks[i].greeting.code > 0)
			p->n = i + 1; /* the way is open */
	}
	return p;
}

const struct outbound *
outbound_none(struct arena *a)
{
	struct outbound *p = arena_new(a, struct outbound);

	p->helo = system_name(a);
	return p;
}

const struct talk *
outbound_told(const struct outbound *out)
{
	const struct talk *best = out->n > 0 ? &out->talks[0] : NULL;

	/* In the order of enum talk_end. */
	for (size_t i = 1; i < out->n; i++)
		if (out->talks[i].end < best->end)
			best = &out->talks[i];
	return best;
}

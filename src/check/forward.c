#include "base/buf.h"
#include "check/check.h"
#include "check/subject.h"
#include "facts/reverse.h"
#include "mail/host_pattern.h"

static bool
is_given(const struct check *c, struct ip ip)
{
	for (size_t i = 0; i < c->req->nips; i++)
		if (ip_eq(c->req->ips[i], ip))
			return true;
	return false;
}

/* The addresses of an answer that were not given. */
static struct str
list_others(struct check *c, const struct answer *answer)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < answer->n; i++) {
		struct ip ip = record_ip(&answer->records[i]);

		if (is_given(c, ip))
			continue;
		buf_item(&b, ip_text(c->a, ip));
	}
	return buf_view(&b);
}

/* The PTR is right, and the host given is another machine's name, such as a
 * load balancer's: its addresses are not for this one. */
static bool
advise_other_host(struct check *c, struct finding *f, struct name host)
{
	const struct reverse *reverse = facts_reverse(c->facts, *c->ip);
	const struct reverse_entry *own = reverse_confirmed(reverse);

	if (own == NULL || name_eq(own->name, host) ||
	    host_default_of(c->a, own->name, *c->ip) != NULL)
		return false;
	f->advice = arena_printf(c->a,
	    "Run with --host %.*s, which the PTR of %.*s names and which leads "
	    "back to it.",
	    PSTR(check_name(c, own->name)), PSTR(ip_text(c->a, *c->ip)));
	return true;
}

static void
flag_target(struct check *c, struct name host, const struct answer *answer)
{
	struct str ip = ip_text(c->a, *c->ip);
	struct str name = check_name(c, host);
	struct str type = type_text(c->a, answer->question.type);
	struct finding *f;

	if (answer_has_ip(answer, *c->ip))
		return;
	if (answer->n == 0)
		f = check_flag(c, FINDING_FORWARD_MISSING,
		    "%.*s has no %.*s record, so nothing leads to %.*s.",
		    PSTR(name), PSTR(type), PSTR(ip));
	else
		f = check_flag(c, FINDING_FORWARD_MISMATCH,
		    "%.*s resolves to %.*s, not to %.*s.", PSTR(name),
		    PSTR(list_addresses(c, answer)), PSTR(ip));
	finding_set_cached(f, answer);
	if (!advise_other_host(c, f, host))
		check_need(c, f,
		    need_value(
			answer_name(answer), answer->question.type, S(""), ip));
}

/* The addresses at the host's own name, in place of the alias. */
static void
need_own_addresses(struct check *c, struct finding *f, struct name host,
    const struct answer *answer)
{
	if (answer->ncnames == 0 || !answer_is_known(answer))
		return;
	if (f->needs == NULL)
		check_need(c, f,
		    need_no_value(
			host, TYPE_CNAME, check_name(c, answer->cnames[0])));
	for (size_t i = 0; i < answer->n; i++)
		check_need(c, f,
		    need_value(host, answer->question.type, S(""),
			ip_text(c->a, record_ip(&answer->records[i]))));
}

static void
flag_alias(struct check *c, struct name host, const struct answer *answer,
    const struct answer *v6)
{
	struct finding *f;

	if (answer->ncnames == 0)
		return;
	f = check_flag(c, FINDING_FORWARD_CNAME, "%.*s is an alias of %.*s.",
	    PSTR(check_name(c, host)),
	    PSTR(check_name(c, answer_name(answer))));
	finding_set_cached(f, answer);
	need_own_addresses(c, f, host, answer);
	if (v6 != answer)
		need_own_addresses(c, f, host, v6);
}

/* Addresses that the host has and nobody asked about. */
static void
flag_others(struct check *c, struct name host, const struct answer *same,
    const struct answer *v6)
{
	struct str others = list_others(c, same);

	if (others.n > 0 && answer_has_ip(same, *c->ip))
		check_flag(c, FINDING_FORWARD_EXTRA,
		    "%.*s has further addresses: %.*s.",
		    PSTR(check_name(c, host)), PSTR(others));
	if (v6 == same)
		return;
	others = list_others(c, v6);
	if (others.n > 0)
		check_flag(c, FINDING_FORWARD_IPV6_UNLISTED,
		    "%.*s also has the IPv6 address %.*s: mail that leaves "
		    "over IPv6 is judged by that one.",
		    PSTR(check_name(c, host)), PSTR(others));
}

static void
add_facts(struct check *c, const struct answer *answer)
{
	struct value *list =
	    value_add_list(c->a, c->result->facts, "addresses");

	for (size_t i = 0; i < answer->n; i++)
		value_add_str(c->a, list, NULL,
		    ip_text(c->a, record_ip(&answer->records[i])));
}

void
need_forward(struct facts *facts, const struct aim *aim)
{
	const struct host *host = facts_host(facts, *aim->ip);
	const struct answer *same;

	if (host == NULL) {
		host_ask_ahead(facts, *aim->ip, TYPE_AAAA);
	} else if (host->found == HOST_FOUND) {
		same = facts_answer(facts, host->name, ip_type(*aim->ip));
		if (same != NULL && answer_is_known(same) &&
		    !answer_has_ip(same, *aim->ip))
			facts_reverse(facts, *aim->ip);
		facts_answer(facts, host->name, TYPE_AAAA);
	}
}

void
check_forward(struct check *c)
{
	const struct host *host = facts_host(c->facts, *c->ip);
	const struct answer *same, *v6;

	c->result->subject = ip_text(c->a, *c->ip);
	if (host_is_missing(c, host, FINDING_FORWARD_MISMATCH))
		return;
	c->result->subject = check_name(c, host->name);
	same = facts_answer(c->facts, host->name, ip_type(*c->ip));
	v6 = facts_answer(c->facts, host->name, TYPE_AAAA);
	if (check_unknown(c, same, FINDING_FORWARD_MISMATCH))
		return;
	check_say(c, "-> %.*s", PSTR(list_addresses(c, same)));
	add_facts(c, same);
	flag_target(c, host->name, same);
	flag_alias(c, host->name, same, v6);
	if (v6 != same && check_unknown(c, v6, FINDING_FORWARD_IPV6_UNLISTED))
		return;
	flag_others(c, host->name, same, v6);
}

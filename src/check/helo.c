#include "check/check.h"
#include "check/subject.h"
#include "facts/reverse.h"
#include "mail/host_pattern.h"

/* Names that exist on no public name server. */
static const struct str local_tlds[] = {
	STR("arpa"),
	STR("home"),
	STR("internal"),
	STR("intra"),
	STR("lan"),
	STR("local"),
	STR("localdomain"),
	STR("localhost"),
	STR("priv"),
	STR("user"),
};

static bool
is_local(struct name name)
{
	struct str tld = name_label(name_last(name, 1));

	for (size_t i = 0; i < sizeof(local_tlds) / sizeof(local_tlds[0]); i++)
		if (str_eq(tld, local_tlds[i]))
			return true;
	return false;
}

static void
flag_not_fqdn(struct check *c, struct str helo, const char *what)
{
	struct finding *f = check_flag(
	    c, FINDING_HELO_NOT_FQDN, "'%.*s' is %s.", PSTR(helo), what);

	f->reply = S("Gmail: 501 5.5.4; Outlook.com: 550 5.7.506");
	if (request_host(c->req, c->ip).n > 0)
		f->advice =
		    arena_printf(c->a, "Set the MTA's own name to %.*s.",
			PSTR(check_name(c, request_host(c->req, c->ip))));
}

static void
judge_target(struct check *c, struct name helo, const struct answer *same,
    const struct answer *other)
{
	struct str name = check_name(c, helo);
	struct str ip = ip_text(c->a, *c->ip);
	struct finding *f;

	if (same->n == 0 && other->n == 0) {
		f = check_flag(c, FINDING_HELO_UNRESOLVABLE,
		    "%.*s does not resolve to any address.", PSTR(name));
		finding_set_cached(f, same);
		check_need(c, f,
		    need_value(answer_name(same), ip_type(*c->ip), S(""), ip));
	} else if (!answer_has_ip(same, *c->ip)) {
		f = check_flag(c, FINDING_HELO_MISMATCH,
		    "%.*s does not resolve to %.*s.", PSTR(name), PSTR(ip));
		finding_set_cached(f, same);
	}
}

/* Whether receivers can look the name up. */
static bool
is_public_host(struct name name)
{
	return host_is_legal(name) && !is_local(name);
}

void
need_helo(struct facts *facts, const struct aim *aim)
{
	const struct host *helo = facts_helo(facts, *aim->ip);

	if (helo == NULL) {
		host_ask_ahead(facts, *aim->ip, TYPE_A);
		host_ask_ahead(facts, *aim->ip, TYPE_AAAA);
	} else if (helo->found == HOST_FOUND && is_public_host(helo->name)) {
		facts_answer(facts, helo->name, TYPE_A);
		facts_answer(facts, helo->name, TYPE_AAAA);
	}
}

void
check_helo(struct check *c)
{
	const struct host *helo = facts_helo(c->facts, *c->ip);
	const struct answer *same, *other;

	c->result->subject =
	    c->req->helo.n > 0 ? c->req->helo : ip_text(c->a, *c->ip);
	if (helo->found == HOST_NO_NAME) {
		flag_not_fqdn(c, c->req->helo,
		    "not the name of a host, which receivers want");
		return;
	}
	if (host_is_missing(c, helo, FINDING_HELO_UNRESOLVABLE))
		return;
	c->result->subject = check_name(c, helo->name);
	if (!is_public_host(helo->name)) {
		flag_not_fqdn(c, c->result->subject,
		    host_is_legal(helo->name)
			? "a local name that receivers cannot look up"
			: "not the full name of a host");
		return;
	}
	same = facts_answer(c->facts, helo->name, ip_type(*c->ip));
	other = facts_answer(c->facts, helo->name,
	    ip_type(*c->ip) == TYPE_A ? TYPE_AAAA : TYPE_A);
	check_say(
	    c, "-> %.*s", PSTR(list_addresses(c, same->n > 0 ? same : other)));
	if (check_unknown(c, same,
		other->n > 0 ? FINDING_HELO_MISMATCH
			     : FINDING_HELO_UNRESOLVABLE))
		return;
	/* The other family matters only where this one has nothing. */
	if (same->n > 0 || !check_unknown(c, other, FINDING_HELO_UNRESOLVABLE))
		judge_target(c, helo->name, same, other);
}

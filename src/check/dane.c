/* dane: which certificates senders accept of those who take the domain's mail
 * (RFC 7672).  No certificate is looked at: that takes a connection. */
#include "check/validation.h"
#include "facts/exchanges.h"

enum {
	USAGE_TA = 2, /* RFC 7672 section 3.1: 0 and 1 mean nothing here */
	USAGE_EE = 3,
	SELECTOR_KEY = 1,
	SHA256_OCTETS = 32,
	SHA512_OCTETS = 64,
};

/* A host that takes the domain's mail. */
struct host {
	struct name name;
	const struct answer *v4, *v6; /* NULL: an MX that is an address */
	const struct answer *tlsa;    /* NULL: none can be */
};

struct hosts {
	size_t n;
	struct host at[EXCHANGES_MAX];
};

static struct name
tlsa_name(struct arena *a, struct name host)
{
	struct name name = { 0 };

	name_below(a, S("_25._tcp"), host, &name);
	return name;
}

/* Where an alias leads to, before the alias itself (RFC 7672 section 2.2.2).
 * NULL while it is not known. */
static const struct answer *
find_tlsa(struct facts *facts, struct arena *a, const struct host *host)
{
	struct name names[] = { { 0 }, tlsa_name(a, host->name) };
	const struct answer *found = NULL;

	if (host->v4 != NULL && host->v4->ncnames > 0)
		names[0] = tlsa_name(a, answer_name(host->v4));
	for (size_t i = 0; i < 2 && (found == NULL || found->n == 0); i++) {
		if (names[i].n == 0)
			continue;
		found = facts_answer(facts, names[i], TYPE_TLSA);
		if (found == NULL)
			break;
	}
	return found;
}

/* Without an MX the domain itself takes its mail.  What is not known yet is
 * left out, and asked for. */
static struct hosts
find_hosts(struct facts *facts, struct arena *a, struct name domain)
{
	const struct exchanges *all = facts_exchanges(facts, domain);
	struct hosts hosts = { 0 };

	if (all == NULL || !answer_is_known(all->mx))
		return hosts;
	for (size_t i = 0; i < all->n; i++)
		hosts.at[hosts.n++] = (struct host){
			.name = all->at[i].name,
			.v4 = all->at[i].v4,
			.v6 = all->at[i].v6,
		};
	if (all->mx->n == 0 && all->own4->n + all->own6->n > 0)
		hosts.at[hosts.n++] = (struct host){
			.name = domain, .v4 = all->own4, .v6 = all->own6
		};
	for (size_t i = 0; i < hosts.n; i++)
		if (hosts.at[i].v4 != NULL)
			hosts.at[i].tlsa = find_tlsa(facts, a, &hosts.at[i]);
	return hosts;
}

void
need_dane(struct facts *facts, const struct aim *aim)
{
	need_validation(facts);
	find_hosts(facts, aim->a, aim->domain);
}

static bool
is_usable(const struct record *r)
{
	struct record_tlsa tlsa = record_tlsa(r);

	if ((tlsa.usage != USAGE_TA && tlsa.usage != USAGE_EE) ||
	    tlsa.selector > SELECTOR_KEY)
		return false;
	switch (tlsa.matching) {
	case 0: /* all of it */
		return tlsa.octets > 0;
	case 1:
		return tlsa.octets == SHA256_OCTETS;
	case 2:
		return tlsa.octets == SHA512_OCTETS;
	default:
		return false;
	}
}

/* Whether validation vouches for all that leads senders to the host. */
static bool
is_secure(const struct answer *mx, const struct host *host)
{
	return mx->authenticated && host->v4->authenticated &&
	    host->v6->authenticated;
}

/* Senders that do DANE put off mail to a host whose TLSA records they cannot
 * get, and never do without (RFC 7672 section 2.2.2). */
static void
judge_failure(struct check *c, const struct answer *mx, const struct host *host)
{
	const struct answer *tlsa = host->tlsa;

	if (!is_secure(mx, host)) {
		check_unknown(c, tlsa, FINDING_DANE_NONE);
		return;
	}
	if (tlsa->status != ANSWER_BOGUS && tlsa->status != ANSWER_SERVFAIL) {
		check_unknown(c, tlsa, FINDING_DANE_BOGUS);
		return;
	}
	finding_set_cached(
	    check_flag(c, FINDING_DANE_BOGUS,
		"%.*s TLSA: %.*s; senders that use DANE defer mail to %.*s",
		PSTR(check_name(c, tlsa->question.name)),
		PSTR(words_of_status(tlsa->status)),
		PSTR(check_name(c, host->name))),
	    tlsa);
}

static void
judge_usable(struct check *c, const struct host *host)
{
	const struct answer *tlsa = host->tlsa;
	size_t usable = 0;

	for (size_t i = 0; i < tlsa->n; i++)
		usable += is_usable(&tlsa->records[i]);
	if (usable == tlsa->n)
		return;
	finding_set_cached(
	    check_flag(c, FINDING_DANE_UNUSABLE,
		usable == 0
		    ? "No TLSA record of %.*s can be used: senders encrypt "
		      "without verifying the server"
		    : "Not all TLSA records of %.*s can be used",
		PSTR(check_name(c, host->name))),
	    tlsa);
}

static void
judge_insecure(
    struct check *c, const struct answer *mx, const struct host *host)
{
	if (!validation_is_told(c, mx) || is_secure(mx, host))
		return;
	check_flag(c, FINDING_DANE_INSECURE_MX,
	    "The TLSA records of %.*s are not used: the %s of %.*s %s not "
	    "signed",
	    PSTR(check_name(c, host->name)),
	    mx->authenticated ? "addresses" : "MX",
	    PSTR(check_name(
		c, mx->authenticated ? host->name : mx->question.name)),
	    mx->authenticated ? "are" : "is");
}

static void
add_facts(struct check *c, const struct answer *mx, const struct hosts *hosts)
{
	struct value *list = value_add_list(c->a, c->result->facts, "tlsa");

	for (size_t i = 0; i < hosts->n; i++) {
		const struct host *host = &hosts->at[i];
		struct value *to = value_add_object(c->a, list, NULL), *records;

		value_add_str(c->a, to, "exchange", check_name(c, host->name));
		value_add_bool(c->a, to, "secure",
		    host->tlsa != NULL && is_secure(mx, host) &&
			host->tlsa->authenticated);
		records = value_add_list(c->a, to, "records");
		for (size_t j = 0; host->tlsa != NULL && j < host->tlsa->n; j++)
			value_add_str(c->a, records, NULL,
			    record_text(c->a, &host->tlsa->records[j]));
	}
}

/* How many hosts have records, and how many are known to have none. */
static size_t
judge_hosts(struct check *c, const struct answer *mx, const struct hosts *hosts,
    size_t *without)
{
	size_t with = 0;

	*without = 0;
	for (size_t i = 0; i < hosts->n; i++) {
		const struct host *host = &hosts->at[i];

		if (host->tlsa == NULL) {
			++*without;
		} else if (!answer_is_known(host->tlsa)) {
			judge_failure(c, mx, host);
		} else if (host->tlsa->n == 0) {
			++*without;
		} else {
			with++;
			judge_usable(c, host);
			judge_insecure(c, mx, host);
		}
	}
	return with;
}

void
check_dane(struct check *c)
{
	const struct answer *mx = facts_exchanges(c->facts, c->domain)->mx;
	struct hosts hosts = find_hosts(c->facts, c->a, c->domain);
	struct str domain = check_name(c, c->domain);
	size_t with, without;

	c->result->subject = domain;
	if (check_unknown(c, mx, FINDING_DANE_BOGUS) != NULL)
		return;
	if (hosts.n == 0) {
		check_skip(c, "nobody takes its mail");
		return;
	}
	add_facts(c, mx, &hosts);
	with = judge_hosts(c, mx, &hosts, &without);
	check_say(c, "TLSA records for %zu of %zu %s", with, hosts.n,
	    hosts.n == 1 ? "exchange" : "exchanges");
	if (with == 0 && without == hosts.n)
		check_flag(c, FINDING_DANE_NONE,
		    "%.*s has no TLSA records for the hosts that take its mail",
		    PSTR(domain));
	if (with > 0 && without > 0)
		check_flag(c, FINDING_DANE_PARTIAL,
		    "%zu of %zu exchanges of %.*s %s no TLSA records: mail to "
		    "them is not protected",
		    without, hosts.n, PSTR(domain),
		    without == 1 ? "has" : "have");
	if (with > 0 && !validation_is_told(c, mx))
		flag_unvalidated(c, FINDING_DANE_UNVALIDATED,
		    "whether senders use the TLSA records");
}

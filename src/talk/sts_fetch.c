#include "talk/sts_fetch.h"
#include "mail/sts.h"
#include "mail/versioned.h"
#include "talk/https.h"
#include "talk/line.h"

enum { ADDRESSES_MAX = 3 };

static bool
has_record(struct arena *a, struct facts *facts)
{
	struct name owner;
	struct str text;

	return name_below(a, S("_mta-sts"), facts->req->domain, &owner) &&
	    versioned_find(a, facts_answer(facts, owner, TYPE_TXT),
		S("v=STSv1"), &text) == 1 &&
	    sts_record_fault(text) == NULL;
}

bool
sts_fetch_host(struct arena *a, struct facts *facts, struct name *host)
{
	return has_record(a, facts) &&
	    name_below(a, S("mta-sts"), facts->req->domain, host) &&
	    facts_answer(facts, *host, TYPE_A)->n +
		facts_answer(facts, *host, TYPE_AAAA)->n >
	    0;
}

static size_t
add(struct ip *ips, size_t n, const struct answer *answer)
{
	for (size_t i = 0; i < answer->n && n < ADDRESSES_MAX; i++)
		ips[n++] = record_ip(&answer->records[i]);
	return n;
}

/* IPv6 first where this host has it. */
struct fetched
sts_fetch(
    struct arena *a, struct facts *facts, struct name host, int64_t until_us)
{
	const struct answer *v4 = facts_answer(facts, host, TYPE_A);
	const struct answer *v6 = facts_answer(facts, host, TYPE_AAAA);
	struct ip ips[ADDRESSES_MAX];
	struct https_get get = {
		.host = name_text(a, host),
		.path = S("/.well-known/mta-sts.txt"),
		.ips = ips,
		.until_us = until_us,
	};

	if (v6->n > 0 &&
	    (v4->n == 0 || line_has_route(record_ip(&v6->records[0]))))
		get.nips = add(ips, 0, v6);
	get.nips = add(
	    ips, get.nips < ADDRESSES_MAX ? get.nips : ADDRESSES_MAX - 1, v4);
	return https_get(a, &get);
}

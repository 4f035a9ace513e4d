#include "mail/dnsbl.h"
#include "check/check.h"
#include "mail/psl.h"

/* What is asked of one list: about the sender, and what it must and must not
 * have, in the same round: a list that is dead, or answers for everything, is
 * told by these. */
struct query {
	enum dnsbl_id id;
	struct name name, listed, clean;
};

/* The organizational domain: lists have those, and receivers ask for them. */
static struct name
listed_domain(struct arena *a, const struct psl *psl, struct name domain)
{
	struct name org = { 0 };

	if (psl != NULL)
		org = psl_org_domain(psl, a, domain);
	return org.n > 0 ? org : domain;
}

static size_t
list_queries(struct arena *a, const struct ip *ip, struct name domain,
    const struct psl *psl, struct str key, struct query queries[DNSBL_COUNT])
{
	size_t n = 0;

	for (enum dnsbl_id id = 0; id < DNSBL_COUNT; id++) {
		struct query *q = &queries[n];

		if (ip != NULL
			? !dnsbl_address_name(a, id, *ip, key, &q->name)
			: !dnsbl_domain_name(a, id,
			      listed_domain(a, psl, domain), key, &q->name))
			continue;
		q->id = id;
		q->listed = dnsbl_listed_name(a, id, key);
		q->clean = dnsbl_clean_name(a, id, key);
		n++;
	}
	return n;
}

void
need_dnsbl(struct facts *facts, const struct aim *aim)
{
	struct query queries[DNSBL_COUNT];
	size_t n = list_queries(
	    aim->a, aim->ip, aim->domain, aim->psl, aim->dnsbl_key, queries);

	for (size_t i = 0; i < n; i++) {
		facts_answer(facts, queries[i].name, TYPE_A);
		facts_answer(facts, queries[i].listed, TYPE_A);
		facts_answer(facts, queries[i].clean, TYPE_A);
	}
}

/* What is told of one list. */
struct telling {
	struct check *c;
	const struct query *q;
	const char *zone;
	size_t nlisted, nuseless;
};

/* A list that cannot be used says nothing about the sender; the large
 * receivers' may hide a refusal. */
static void
count_useless(struct telling *t, struct finding *f, const char *advice)
{
	t->nuseless++;
	if (advice != NULL)
		f->advice = str_of(advice);
	if (!dnsbl[t->q->id].is_major)
		check_set_grade(t->c, f, WARN);
}

static void
flag_listed(struct telling *t, enum finding_id id, struct dnsbl_reply reply)
{
	struct check *c = t->c;
	struct finding *f;

	t->nlisted++;
	f = check_flag(c, id, "%.*s is on the list %s%s%s",
	    PSTR(c->result->subject), t->zone,
	    reply.what[0] != '\0' ? ": " : "", reply.what);
	if (c->req->stage == STAGE_REQUEST && id == FINDING_DNSBL_LISTED)
		f->advice = arena_printf(c->a,
		    "Give the address back before anything is filed for it, and "
		    "take another; or ask for its removal at %s, once the cause "
		    "is gone.",
		    dnsbl[t->q->id].site);
	else
		f->advice = arena_printf(c->a,
		    "Find the cause and end it, then ask for removal at %s.",
		    dnsbl[t->q->id].site);
}

static void
flag_meaning(struct telling *t, struct dnsbl_reply reply)
{
	struct check *c = t->c;
	struct finding *f;

	switch (reply.meaning) {
	case DNSBL_IS_LISTED:
		flag_listed(t,
		    c->ip != NULL ? FINDING_DNSBL_LISTED
				  : FINDING_DNSBL_DOMAIN_LISTED,
		    reply);
		break;
	case DNSBL_IS_POLICY:
		flag_listed(t, FINDING_DNSBL_POLICY, reply);
		c->result->last->advice = S("");
		break;
	case DNSBL_IS_GOOD:
		f = check_flag(c, FINDING_DNSBL_ALLOWED,
		    "%.*s is on the list %s: %s", PSTR(c->result->subject),
		    t->zone, reply.what);
		f->advice = S("Nothing.");
		break;
	case DNSBL_IS_REFUSED:
	case DNSBL_IS_HIJACKED:
	case DNSBL_IS_NOTHING:
		break;
	}
}

/* The answer as it may be shown. */
static const struct answer *
shown(struct check *c, const struct answer *answer)
{
	struct answer *masked = arena_new(c->a, struct answer);

	*masked = *answer;
	masked->question.name = dnsbl_masked(c->a, answer->question.name);
	return masked;
}

static bool
is_listed(struct dnsbl_reply reply)
{
	return reply.meaning != DNSBL_IS_NOTHING;
}

/* What one list says; how it is told in the facts. */
static const char *
judge_list(struct telling *t)
{
	struct check *c = t->c;
	const struct query *q = t->q;
	const struct answer *all[] = {
		facts_answer(c->facts, q->name, TYPE_A),
		facts_answer(c->facts, q->listed, TYPE_A),
		facts_answer(c->facts, q->clean, TYPE_A),
	};
	struct dnsbl_reply said[3];

	for (size_t i = 0; i < 3; i++) {
		if (!answer_is_known(all[i])) {
			count_useless(t,
			    check_unknown(
				c, shown(c, all[i]), FINDING_DNSBL_LISTED),
			    NULL);
			return "unknown";
		}
		said[i] = dnsbl_read(q->id, all[i]);
		if (said[i].meaning == DNSBL_IS_REFUSED) {
			count_useless(t,
			    check_flag(c, FINDING_DNSBL_REFUSED,
				"%s does not answer the resolver that was "
				"asked",
				t->zone),
			    NULL);
			return "refused";
		}
		if (said[i].meaning == DNSBL_IS_HIJACKED) {
			count_useless(t,
			    check_flag(c, FINDING_DNSBL_HIJACKED,
				"%s seems to answer %.*s, which no list does",
				t->zone,
				PSTR(record_text(c->a, &all[i]->records[0]))),
			    NULL);
			return "hijacked";
		}
	}
	if (!is_listed(said[1]) || is_listed(said[2])) {
		count_useless(t,
		    check_flag(c, FINDING_DNSBL_BROKEN, "%s %s", t->zone,
			is_listed(said[2])
			    ? "lists what is never to be listed"
			    : "does not list what is there for a test"),
		    NULL);
		return "broken";
	}
	flag_meaning(t, said[0]);
	return said[0].meaning == DNSBL_IS_NOTHING ? "not-listed"
	    : said[0].meaning == DNSBL_IS_GOOD     ? "good"
						   : "listed";
}

void
check_dnsbl(struct check *c)
{
	struct query queries[DNSBL_COUNT];
	size_t n = list_queries(c->a, c->ip, c->domain, c->policy->psl,
	    c->policy->dnsbl_key, queries);
	struct value *lists = value_add_list(c->a, c->result->facts, "lists");
	struct telling t = { .c = c };

	c->result->subject = c->ip != NULL
	    ? ip_text(c->a, *c->ip)
	    : check_name(c, listed_domain(c->a, c->policy->psl, c->domain));
	for (size_t i = 0; i < n; i++) {
		struct value *list = value_add_object(c->a, lists, NULL);

		t.q = &queries[i];
		t.zone = c->ip != NULL && c->ip->family == IP_V6
		    ? dnsbl[t.q->id].zone_v6
		    : dnsbl[t.q->id].zone;
		value_add_str(c->a, list, "list", str_of(t.zone));
		value_add_str(c->a, list, "state", str_of(judge_list(&t)));
	}
	if (t.nlisted > 0)
		check_say(c, "on %zu of %zu lists", t.nlisted, n);
	else if (t.nuseless < n)
		check_say(c, "on none of %zu lists", n - t.nuseless);
	else
		check_say(c, "no list could be asked");
}

/* dnssec: whether signatures vouch for the records of a domain (RFC 4035). */
#include "base/date.h"
#include "check/validation.h"

enum {
	ZONES_MAX = 4, /* from the domain up, to the zone that it is in */
	SOON_S = 3 * DAY_S,
	DIGEST_SHA256 = 2,
	DIGEST_SHA384 = 4,
};

/* What validators may do without, or must not use (RFC 9904, RFC 9905). */
static bool
is_strong(const struct record *r)
{
	static const unsigned algorithms[] = { 8, 10, 13, 14, 15, 16 };
	struct record_ds ds = record_ds(r);

	if (ds.digest != DIGEST_SHA256 && ds.digest != DIGEST_SHA384)
		return false;
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++)
		if (ds.algorithm == algorithms[i])
			return true;
	return false;
}

/* The signatures at the top of the zone that the domain is in, and there the
 * name of the zone; above a domain that is none, while what is said of it is
 * validated.  NULL while it is not known. */
static const struct answer *
find_zone(struct facts *facts, struct name domain, struct name *zone)
{
	const struct answer *answer = NULL;

	*zone = domain;
	for (int i = 0; i < ZONES_MAX; i++) {
		answer = facts_answer(facts, *zone, TYPE_RRSIG);
		if (answer == NULL || answer->n > 0 || !answer->authenticated ||
		    name_labels(*zone) < 2)
			break;
		*zone = name_parent(*zone);
	}
	return answer;
}

void
need_dnssec(struct facts *facts, const struct aim *aim)
{
	struct name zone;

	need_validation(facts);
	if (find_zone(facts, aim->domain, &zone) != NULL)
		facts_answer(facts, zone, TYPE_DS);
}

/* Seconds since 1970 of a time that is known modulo 2^32 (RFC 4034 section
 * 3.1.5). */
static int64_t
unfold(uint32_t time, int64_t now)
{
	return now + (int32_t)(time - (uint32_t)now);
}

/* Of the SOA's signatures the last to end: one is enough. */
static bool
last_signature(
    const struct answer *answer, int64_t now, int64_t *begins, int64_t *ends)
{
	bool is_any = false;

	for (size_t i = 0; i < answer->n; i++) {
		struct record_rrsig s = record_rrsig(&answer->records[i]);
		int64_t end = unfold(s.ends, now);

		if (s.covered != TYPE_SOA || (is_any && end <= *ends))
			continue;
		is_any = true;
		*ends = end;
		*begins = unfold(s.begins, now);
	}
	return is_any;
}

/* Zones that are signed as they are asked have short signatures all the time:
 * only what has used up most of its life is left behind. */
static void
judge_signatures(struct check *c, const struct answer *answer)
{
	int64_t now = c->policy->today * DAY_S, begins = 0, ends = 0;
	struct str day;

	if (!last_signature(answer, now, &begins, &ends))
		return;
	day = date_text(c->a, ends / DAY_S);
	value_add_str(c->a, c->result->facts, "signed_until", day);
	if (ends - now >= SOON_S || (ends - now) * 4 >= ends - begins)
		return;
	finding_set_cached(
	    check_flag(c, FINDING_DNSSEC_EXPIRING,
		"The signatures of %.*s end on %.*s",
		PSTR(check_name(c, answer_name(answer))), PSTR(day)),
	    answer);
}

static void
judge_links(struct check *c, const struct answer *ds)
{
	for (size_t i = 0; i < ds->n; i++)
		if (is_strong(&ds->records[i]))
			return;
	if (ds->n > 0)
		finding_set_cached(
		    check_flag(c, FINDING_DNSSEC_WEAK,
			"No DS record of %.*s has both an algorithm and a "
			"digest that all validators use",
			PSTR(check_name(c, ds->question.name))),
		    ds);
}

static void
judge_insecure(
    struct check *c, const struct answer *answer, const struct answer *ds)
{
	struct str zone = check_name(c, ds->question.name);

	check_say(c, "insecure");
	if (answer->n > 0 && ds->n == 0)
		check_flag(c, FINDING_DNSSEC_INSECURE,
		    "%.*s is signed, but its parent has no DS record, so that "
		    "nobody looks at the signatures",
		    PSTR(zone));
	else if (ds->n == 0)
		check_flag(c, FINDING_DNSSEC_INSECURE, "%.*s is not signed",
		    PSTR(zone));
	else
		check_flag(c, FINDING_DNSSEC_INSECURE,
		    "%.*s has a DS record that the resolver does not follow",
		    PSTR(zone));
}

void
check_dnssec(struct check *c)
{
	struct name zone;
	const struct answer *answer = find_zone(c->facts, c->domain, &zone);
	const struct answer *ds = facts_answer(c->facts, zone, TYPE_DS);

	c->result->subject = check_name(c, c->domain);
	if (check_unknown(c, answer, FINDING_DNS_BOGUS) != NULL)
		return;
	if (!validation_is_told(c, answer)) {
		check_say(c, "not known");
		value_add_null(c->a, c->result->facts, "secure");
		flag_unvalidated(c, FINDING_DNSSEC_UNVALIDATED,
		    "whether signatures vouch for the domain");
		judge_signatures(c, answer);
		return;
	}
	value_add_bool(c->a, c->result->facts, "secure", answer->authenticated);
	if (check_unknown(c, ds, FINDING_DNSSEC_WEAK) != NULL)
		return;
	judge_links(c, ds);
	if (answer->authenticated)
		check_say(c, "secure, the resolver says");
	else
		judge_insecure(c, answer, ds);
	judge_signatures(c, answer);
}

#include "check/mta_sts_policy.h"
#include "base/date.h"
#include "base/escape.h"
#include "mail/sts.h"

/* With a shorter one an attacker who keeps senders from the policy need not
 * wait long until they have forgotten it. */
enum { SHORT_MAX_AGE = DAY_S };

static struct str
url_of(struct check *c, struct name host)
{
	return arena_printf(c->a, "https://%.*s/.well-known/mta-sts.txt",
	    PSTR(check_name(c, host)));
}

static struct value *
add_facts(struct check *c, struct str url, const struct fetched *f)
{
	struct value *o =
	    value_add_object(c->a, c->result->facts, "sts_policy");

	value_add_str(c->a, o, "url", url);
	if (f->ip.family == IP_NONE)
		value_add_null(c->a, o, "ip");
	else
		value_add_str(c->a, o, "ip", ip_text(c->a, f->ip));
	value_add_str(c->a, o, "result", str_of(fetched_end_text(f->end)));
	if (f->status > 0)
		value_add_int(c->a, o, "status", f->status);
	return o;
}

static void
add_policy(struct check *c, struct value *o, const struct sts_policy *policy)
{
	struct value *list;

	value_add_str(c->a, o, "mode", str_of(sts_mode_text(policy->mode)));
	value_add_int(c->a, o, "max_age", policy->max_age);
	list = value_add_list(c->a, o, "mx");
	for (size_t i = 0; i < policy->nmx; i++)
		value_add_str(
		    c->a, list, NULL, sts_pattern_text(c->a, policy->mx[i]));
}

static struct str
why_none(struct check *c, const struct fetched *f)
{
	switch (f->end) {
	case FETCHED_DONE:
		return arena_printf(
		    c->a, "the answer has status %u, not 200", f->status);
	case FETCHED_FAILED:
	case FETCHED_CERTIFICATE:
	case FETCHED_UNVERIFIED:
		return f->error;
	case FETCHED_SLOW:
		return S("it does not come in time");
	case FETCHED_LARGE:
		return S("the answer is larger than 64 KiB");
	case FETCHED_MALFORMED:
		return S("the answer is no whole HTTP");
	case FETCHED_UNRECORDED:
	case FETCHED_ENDS:
		break;
	}
	return S("the recording does not hold it");
}

/* What this host cannot verify says nothing of the domain. */
static void
flag_unreachable(
    struct check *c, struct str url, struct str from, const struct fetched *f)
{
	struct finding *finding = check_flag(c, FINDING_MTA_STS_UNREACHABLE,
	    "%.*s cannot be fetched%.*s: %.*s", PSTR(url), PSTR(from),
	    PSTR(why_none(c, f)));

	if (f->end != FETCHED_UNVERIFIED)
		return;
	check_set_grade(c, finding, UNKNOWN);
	finding->advice = S("Install the CA certificates (the package "
			    "ca-certificates), and run again.");
}

/* Whether a text came; else says what came instead. */
static bool
judge_reply(struct check *c, struct str url, const struct fetched *f)
{
	struct str from = f->ip.family == IP_NONE
	    ? S("")
	    : arena_printf(c->a, " from %.*s", PSTR(ip_text(c->a, f->ip)));

	if (f->end == FETCHED_DONE && f->status == 200)
		return true;
	if (f->end == FETCHED_CERTIFICATE)
		check_flag(c, FINDING_MTA_STS_CERTIFICATE,
		    "%.*s cannot be trusted%.*s: %.*s", PSTR(url), PSTR(from),
		    PSTR(f->error));
	else if (f->status >= 300 && f->status < 400)
		check_flag(c, FINDING_MTA_STS_REDIRECT,
		    "%.*s is a redirect (%u) to '%.*s', which no sender "
		    "follows",
		    PSTR(url), f->status,
		    PSTR(excerpt(c->a, f->location, EXCERPT_COLUMNS)));
	else
		flag_unreachable(c, url, from, f);
	return false;
}

/* "text/plain; charset=utf-8" (section 3.2). */
static bool
is_plain_text(struct str type)
{
	return str_eq_nocase(
	    str_trim(str_to(type, str_find(type, ';'))), S("text/plain"));
}

/* The whole policy is void for senders where anything is wrong with it. */
static bool
judge_text(struct check *c, struct str url, const struct fetched *f,
    struct sts_policy *policy)
{
	struct str fault = sts_policy_read(c->a, f->body, policy);

	if (fault.n == 0 && is_plain_text(f->type))
		return true;
	if (!is_plain_text(f->type))
		check_flag(c, FINDING_MTA_STS_POLICY,
		    "The policy at %.*s is not served as text/plain, but as "
		    "'%.*s'%s%.*s",
		    PSTR(url), PSTR(excerpt(c->a, f->type, EXCERPT_COLUMNS)),
		    fault.n > 0 ? ", and " : "", PSTR(fault));
	else
		check_flag(c, FINDING_MTA_STS_POLICY,
		    "The policy at %.*s does not count: %.*s", PSTR(url),
		    PSTR(fault));
	return fault.n == 0;
}

/* The exchanges that senders must pass by. */
static void
judge_exchanges(struct check *c, const struct sts_policy *policy)
{
	const struct answer *mx =
	    facts_answer(c->facts, c->req->domain, TYPE_MX);
	struct buf passed_by = { .a = c->a };
	struct finding *f;
	size_t n = 0;

	if (check_unknown(c, mx, FINDING_MTA_STS_MX_UNCOVERED) != NULL)
		return;
	for (size_t i = 0; i < mx->n; i++) {
		struct name name = record_name(&mx->records[i]);

		if (name_labels(name) == 0 || sts_policy_covers(policy, name))
			continue;
		buf_item(&passed_by, check_name(c, name));
		n++;
	}
	if (n == 0)
		return;
	f = check_flag(c, FINDING_MTA_STS_MX_UNCOVERED,
	    "No mx of the policy, whose mode is %s, is that of %.*s%s",
	    sts_mode_text(policy->mode), PSTR(buf_view(&passed_by)),
	    n == mx->n ? ": no exchange is left to senders that follow it"
		       : "");
	if (policy->mode == STS_TESTING)
		check_set_grade(c, f, WARN);
}

static void
judge_mode(struct check *c, const struct sts_policy *policy)
{
	switch (policy->mode) {
	case STS_ENFORCE:
		if (policy->max_age < SHORT_MAX_AGE)
			check_flag(c, FINDING_MTA_STS_SHORT,
			    "Senders remember the policy for %u seconds, less "
			    "than a day",
			    policy->max_age);
		break;
	case STS_TESTING:
		check_flag(c, FINDING_MTA_STS_TESTING,
		    "The policy of %.*s is in mode testing",
		    PSTR(check_name(c, c->domain)));
		break;
	case STS_NONE:
		check_flag(c, FINDING_MTA_STS_NONE,
		    "The policy of %.*s is in mode none: it asks for nothing",
		    PSTR(check_name(c, c->domain)));
		break;
	}
}

void
judge_mta_sts_policy(
    struct check *c, struct name host, const struct fetched *fetched)
{
	struct str url = url_of(c, host);
	struct value *facts = add_facts(c, url, fetched);
	struct sts_policy policy;

	if (!judge_reply(c, url, fetched) ||
	    !judge_text(c, url, fetched, &policy))
		return;
	add_policy(c, facts, &policy);
	judge_mode(c, &policy);
	if (policy.mode != STS_NONE)
		judge_exchanges(c, &policy);
}

#include "base/buf.h"
#include "base/escape.h"
#include "check/spf.h"
#include "mail/provider.h"

/* The finding of each result, FINDING_COUNT for none; and what is answered to
 * it, by those who refuse mail for it, and to bulk senders by Gmail. */
static const struct {
	enum finding_id find;
	struct str reply, bulk;
} results[] = {
	[SPF_PENDING] = { FINDING_COUNT, STR(""), STR("") },
	[SPF_NONE] = { FINDING_SPF_NONE, STR(""), STR("Gmail: 550-5.7.27") },
	[SPF_NEUTRAL] = { FINDING_SPF_NEUTRAL, STR(""),
	    STR("Gmail: 550-5.7.27") },
	[SPF_PASS] = { FINDING_COUNT, STR(""), STR("") },
	[SPF_FAIL] = { FINDING_SPF_FAIL, STR("550 5.7.23 (RFC 7372)"),
	    STR("550 5.7.23 (RFC 7372); Gmail: 550-5.7.27") },
	[SPF_SOFTFAIL] = { FINDING_SPF_SOFTFAIL, STR(""),
	    STR("Gmail: 550-5.7.27") },
	[SPF_TEMPERROR] = { FINDING_SPF_TEMPERROR,
	    STR("451 4.7.24 (RFC 7372); Gmail: 451-4.7.26"),
	    STR("451 4.7.24 (RFC 7372); Gmail: 451-4.7.26") },
	[SPF_PERMERROR] = { FINDING_SPF_PERMERROR, STR("550 5.7.24 (RFC 7372)"),
	    STR("550 5.7.24 (RFC 7372); Gmail: 550-5.7.27") },
	[SPF_NOT_KNOWN] = { FINDING_SPF_NEEDS_HELO, STR(""), STR("") },
};

/* Why the result is what it is, in words. */
static struct str
reason(struct check *c, const struct spf_outcome *o)
{
	const struct spf_frame *frame = o->decided;
	struct str domain = check_name(c, frame->domain);

	if (o->problem != SPF_NO_PROBLEM)
		return spf_problem_text(c->a, o);
	if (frame->matched != NULL)
		return arena_printf(c->a, "\"%.*s\" of %.*s matches",
		    PSTR(escape(c->a, frame->matched->text)), PSTR(domain));
	if (frame->record != NULL)
		return arena_printf(c->a,
		    "no term of %.*s matches, and it has no all", PSTR(domain));
	if (name_labels(frame->domain) < 2)
		return arena_printf(c->a,
		    "%.*s has one label only, and no record counts there",
		    PSTR(domain));
	return arena_printf(
	    c->a, "%.*s has no TXT record that is SPF", PSTR(domain));
}

/* Limits that end the evaluation: what stands before the costly terms still
 * counts. */
static bool
is_limit(enum spf_problem problem)
{
	switch (problem) {
	case SPF_PROBLEM_LOOKUPS:
	case SPF_PROBLEM_VOIDS:
	case SPF_PROBLEM_MX:
	case SPF_PROBLEM_INCLUDE_NONE:
	case SPF_PROBLEM_REDIRECT_NONE:
		return true;
	case SPF_NO_PROBLEM:
	case SPF_PROBLEM_DNS:
	case SPF_PROBLEM_MULTIPLE:
	case SPF_PROBLEM_SYNTAX:
	case SPF_PROBLEM_HELO:
		break;
	}
	return false;
}

/* The domain's own record lets the address pass. */
static void
need_pass(struct check *c, struct finding *f, const struct spf_outcome *o,
    const struct spf_node *root)
{
	struct need need = {
		.kind = NEED_SPF_PASS,
		.name = spf_owner(root),
		.type = TYPE_TXT,
		.ip = *c->ip,
		.early = is_limit(o->problem),
	};

	const struct provider *service = spf_service(c);

	if (service != NULL) {
		if (!spf_service_serves(c, service, root->domain))
			return;
		need.kind = NEED_SPF_TERM;
		need.new =
		    arena_printf(c->a, "include:%.*s", PSTR(service->spf[0]));
	}
	if (o->decided == o->frame && o->decided->matched != NULL &&
	    o->decided->matched->kind != SPF_ALL)
		need.decided = o->decided->matched->text;
	check_need(c, f, need);
}

static void
need_mended(struct check *c, struct finding *f, const struct spf_outcome *o,
    const struct spf_node *root)
{
	if (root->answer == NULL)
		return; /* a name that can have no record */
	switch (o->result) {
	case SPF_NONE:
	case SPF_NEUTRAL:
	case SPF_FAIL:
	case SPF_SOFTFAIL:
		need_pass(c, f, o, root);
		break;
	case SPF_PERMERROR:
		if (is_limit(o->problem) && root->state == SPF_NODE_OK)
			need_pass(c, f, o, root);
		else if (name_eq(o->problem_domain, root->domain))
			spf_need(c, f, root, NEED_SPF_SOUND);
		break;
	case SPF_PENDING:
	case SPF_PASS:
	case SPF_TEMPERROR:
	case SPF_NOT_KNOWN:
		break;
	}
}

/* Without a client, only what is so for all of them. */
static void
flag_without_client(struct check *c, const struct spf_node *root)
{
	struct str name = check_name(c, root->domain);
	struct finding *f;

	if (root->state == SPF_NODE_NONE) {
		f = check_flag(c, FINDING_SPF_NONE,
		    "%.*s has no TXT record that is SPF.", PSTR(name));
		finding_set_cached(f, root->answer);
	}
}

static const struct spf_node *
node_of(const struct spf_tree *tree, struct name domain)
{
	const struct spf_node *node = tree->root;

	while (node != NULL && !name_eq(node->domain, domain))
		node = node->next;
	return node;
}

/* What no zone given has receivers will find: that says nothing of what they
 * make of it. */
bool
spf_is_not_covered(const struct spf_outcome *o)
{
	return o->result == SPF_TEMPERROR && o->problem == SPF_PROBLEM_DNS &&
	    o->problem_answer->status == ANSWER_NOT_COVERED;
}

void
spf_flag_result(struct check *c, const struct spf_report *report)
{
	const struct spf_outcome *o = report->outcome;
	const struct spf_node *root = report->tree->root, *decided;
	struct finding *f;

	if (o == NULL) {
		flag_without_client(c, root);
		return;
	}
	if (results[o->result].find == FINDING_COUNT || spf_is_not_covered(o))
		return;
	f = check_flag(c, results[o->result].find,
	    "The result for %.*s is %s: %.*s.", PSTR(ip_text(c->a, *c->ip)),
	    spf_result_text(o->result), PSTR(reason(c, o)));
	decided = node_of(report->tree, o->decided->domain);
	if (decided != NULL && decided->answer != NULL &&
	    decided->answer->wildcard && decided->record != NULL)
		f->message = arena_printf(c->a,
		    "%.*s  That record is a wildcard's; %.*s has none of its own.",
		    PSTR(f->message), PSTR(check_name(c, decided->domain)));
	if (decided != NULL && o->problem == SPF_NO_PROBLEM)
		spf_about(c, f, decided, o->decided->matched);
	f->subject = c->result->subject;
	f->reply = results[o->result].reply;
	need_mended(c, f, o, root);
}

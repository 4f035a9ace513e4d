#include "base/buf.h"
#include "base/escape.h"
#include "check/spf.h"
#include "mail/spf_mistake.h"

/* The finding of each result, FINDING_COUNT for none; and what is answered to
 * it, by those who refuse mail for it, and to bulk senders by Gmail. */
static const struct {
	enum finding_id find;
	struct str reply, bulk;
} results[] = {
	[SPF_PENDING] = { FINDING_COUNT, STR(""), STR("") },
	[SPF_NONE] = { FIND_SPF_NONE, STR(""), STR("Gmail: 550-5.7.27") },
	[SPF_NEUTRAL] = { FIND_SPF_NEUTRAL, STR(""), STR("Gmail: 550-5.7.27") },
	[SPF_PASS] = { FINDING_COUNT, STR(""), STR("") },
	[SPF_FAIL] = { FIND_SPF_FAIL, STR("550 5.7.23 (RFC 7372)"),
	    STR("550 5.7.23 (RFC 7372); Gmail: 550-5.7.27") },
	[SPF_SOFTFAIL] = { FIND_SPF_SOFTFAIL, STR(""),
	    STR("Gmail: 550-5.7.27") },
	[SPF_TEMPERROR] = { FIND_SPF_TEMPERROR,
	    STR("451 4.7.24 (RFC 7372); Gmail: 451-4.7.26"),
	    STR("451 4.7.24 (RFC 7372); Gmail: 451-4.7.26") },
	[SPF_PERMERROR] = { FIND_SPF_PERMERROR, STR("550 5.7.24 (RFC 7372)"),
	    STR("550 5.7.24 (RFC 7372); Gmail: 550-5.7.27") },
	[SPF_NOT_KNOWN] = { FIND_SPF_NEEDS_HELO, STR(""), STR("") },
};

struct str
spf_with_address(struct arena *a, const struct spf_record *record, struct ip ip)
{
	struct str head = S("v=spf1"), rest = S(" -all");

	if (record != NULL) {
		head = str_to(record->text, head.n);
		rest = str_from(record->text, head.n);
	}
	ip = ip_unmapped(ip);
	return arena_printf(a, "%.*s %s:%.*s%.*s", PSTR(head),
	    ip.family == IP_V4 ? "ip4" : "ip6", PSTR(ip_text(a, ip)),
	    PSTR(rest));
}

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

/* The record with the address; nothing where the record has other faults. */
static void
fix_with_address(struct check *c, struct finding *f, enum spf_result result,
    const struct spf_node *root)
{
	struct str meant;

	if (root->answer == NULL)
		return; /* a name that can have no record */
	if (spf_second_half(c->a, root) < root->answer->n)
		return; /* whole, the record may say it already */
	if (result == SPF_NONE && root->state == SPF_NODE_NONE) {
		/* A record that only needs its start mended comes first. */
		for (size_t i = 0; i < root->answer->n; i++)
			if (spf_meant_record(c->a,
				record_joined(c->a, &root->answer->records[i]),
				&meant))
				return;
		check_fix(c, f, "create", spf_owner(root), TYPE_TXT, S(""),
		    spf_with_address(c->a, NULL, *c->ip));
	} else if (root->state == SPF_NODE_OK && result != SPF_TEMPERROR &&
	    result != SPF_PERMERROR && result != SPF_NOT_KNOWN) {
		check_fix(c, f, "replace", spf_owner(root), TYPE_TXT,
		    root->record->text,
		    spf_with_address(c->a, root->record, *c->ip));
	}
}

/* Without a client, only what is so for all of them. */
static void
find_without_client(struct check *c, const struct spf_node *root)
{
	struct str name = check_name(c, root->domain);
	struct finding *f;

	if (root->state == SPF_NODE_NONE) {
		f = check_find(c, FIND_SPF_NONE,
		    "%.*s has no TXT record that is SPF.", PSTR(name));
		f->hidden_s = root->answer != NULL ? root->answer->ttl : 0;
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
spf_find_result(struct check *c, const struct spf_report *report)
{
	const struct spf_outcome *o = report->outcome;
	const struct spf_node *root = report->tree->root, *decided;
	struct finding *f;

	if (o == NULL) {
		find_without_client(c, root);
		return;
	}
	if (results[o->result].find == FINDING_COUNT || spf_is_not_covered(o))
		return;
	f = check_find(c, results[o->result].find,
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
	f->reply = c->req->profile == PROFILE_BULK ? results[o->result].bulk
						   : results[o->result].reply;
	fix_with_address(c, f, o->result, root);
}

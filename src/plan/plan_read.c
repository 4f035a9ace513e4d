#include "plan/plan_read.h"
#include "base/json_read.h"
#include "base/utf16.h"
#include "plan/plan_nsupdate.h"
#include "plan/plan_route53.h"
#include "plan/plan_terraform.h"

static bool
fail(struct plan_error *err, unsigned line, unsigned column, struct str what)
{
	*err = (struct plan_error){ line, column, { 0 }, what };
	return false;
}

static bool
read_json(struct plan *plan, struct str text, struct str label,
    struct name origin, struct plan_error *err)
{
	struct json_mistake mistake;
	const struct value *root = json_read(plan->a, text, &mistake);

	if (root == NULL)
		return fail(err, mistake.line, mistake.column,
		    arena_printf(plan->a, "no JSON: %.*s", PSTR(mistake.what)));
	if (value_get(root, "Changes") != NULL ||
	    value_get(root, "ChangeBatch") != NULL)
		return route53_read(plan, root, label, err);
	if (terraform_is_plan(root))
		return terraform_read(plan, root, label, origin, err);
	if (value_get(root, "values") != NULL)
		return fail(err, 0, 0,
		    S("a state is no plan: terraform plan -out=FILE, then "
		      "terraform show -json FILE"));
	if (value_get(root, "@level") != NULL)
		return fail(err, 0, 0,
		    S("a log is no plan: terraform plan -out=FILE, then "
		      "terraform show -json FILE"));
	if (value_get(root, "ResourceRecordSets") != NULL)
		return fail(err, 0, 0,
		    S("the state of a zone is no change: give it by --zone"));
	return fail(err, 0, 0,
	    S("neither a change batch of Route 53 (Changes) nor a plan "
	      "(resource_changes)"));
}

bool
plan_read(struct plan *plan, struct str text, struct str label,
    struct name origin, struct plan_error *err)
{
	struct str start;

	text = text_decoded(plan->a, text);
	start = text;
	while (start.n > 0 &&
	    (start.s[0] == ' ' || start.s[0] == '\t' || start.s[0] == '\r' ||
		start.s[0] == '\n'))
		start = str_from(start, 1);
	if (str_starts(start, S("{")) || str_starts(start, S("[")))
		return read_json(plan, text, label, origin, err);
	if (nsupdate_is_one(plan->a, text))
		return nsupdate_read(plan, text, label, err);
	return fail(err, 0, 0, S("not a format of changes that is known here"));
}

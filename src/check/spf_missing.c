/* A domain without an SPF record, and records of the wrong kind. */
#include "check/spf.h"
#include "mail/spf_mistake.h"

/* Names above one without a record that are asked for theirs. */
enum { PARENTS_MAX = 3 };

static void
flag_near_misses(struct check *c, const struct spf_node *root)
{
	const struct answer *answer = root->answer;
	struct str text, meant;
	struct finding *f;

	for (size_t i = 0; i < answer->n; i++) {
		text = record_joined(c->a, &answer->records[i]);
		if (!spf_meant_record(c->a, text, &meant))
			continue;
		f = check_flag(c, FINDING_SPF_NEAR_MISS,
		    "A TXT record of %.*s was meant to be SPF, but does not "
		    "start with \"v=spf1 \".",
		    PSTR(check_name(c, root->domain)));
		f->text = text;
		f->n = str_find(text, ' ');
		finding_set_cached(f, answer);
		spf_advise_meant(c, f, meant);
		spf_need(c, f, root, NEED_SPF_SOUND);
	}
}

void
spf_need_others(struct facts *facts, struct name domain)
{
	const struct spf_published *own;
	struct name parent = name_parent(domain);

	if (name_labels(domain) < 2)
		return; /* no record counts there */
	facts_answer(facts, domain, TYPE_SPF);
	own = facts_spf_record(facts, domain);
	if (own == NULL || own->n > 0 || !answer_is_known(own->answer))
		return;
	for (int i = 0; i < PARENTS_MAX && name_labels(parent) >= 2; i++) {
		facts_spf_record(facts, parent);
		parent = name_parent(parent);
	}
}

static void
flag_not_inherited(struct check *c, const struct spf_node *root)
{
	struct name parent = name_parent(root->domain);

	for (int i = 0; i < PARENTS_MAX && name_labels(parent) >= 2;
	     i++, parent = name_parent(parent)) {
		const struct spf_published *above =
		    facts_spf_record(c->facts, parent);

		check_unknown(c, above->answer, FINDING_SPF_NOT_INHERITED);
		if (above->n == 0)
			continue;
		check_flag(c, FINDING_SPF_NOT_INHERITED,
		    "%.*s has an SPF record, but it does not count for %.*s.",
		    PSTR(check_name(c, parent)),
		    PSTR(check_name(c, root->domain)));
		return;
	}
}

void
spf_flag_missing(struct check *c, const struct spf_node *root)
{
	if (root->answer == NULL)
		return;
	flag_near_misses(c, root);
	flag_not_inherited(c, root);
}

/* Section 14.1: the type is obsolete, and nobody asks for it. */
void
spf_flag_other_types(struct check *c, const struct spf_node *root)
{
	const struct answer *answer;
	struct str text;
	struct finding *f;
	const char *than;

	if (name_labels(root->domain) < 2)
		return;
	answer = facts_answer(c->facts, root->domain, TYPE_SPF);
	if (check_unknown(c, answer, FINDING_SPF_TYPE99) || answer->n == 0)
		return;
	text = record_joined(c->a, &answer->records[0]);
	if (root->record == NULL)
		than = "there is no TXT record to match it";
	else if (str_eq(text, root->record->text))
		than = "it says the same as the TXT record";
	else
		than = "it differs from the TXT record";
	f = check_flag(c, FINDING_SPF_TYPE99,
	    "%.*s has a record of the obsolete type SPF: %s.",
	    PSTR(check_name(c, root->domain)), than);
	f->text = text;
	check_need(c, f, need_no_value(answer_name(answer), TYPE_SPF, text));
	if (root->record == NULL && root->answer != NULL && spf_is_record(text))
		check_need(c, f,
		    (struct need){
			.kind = NEED_SPF_SOUND,
			.name = spf_owner(root),
			.type = TYPE_TXT,
			.old = text,
		    });
}

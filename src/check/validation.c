#include "check/validation.h"

static const unsigned char root_wire[] = { 0 };
static const struct name root = { root_wire, sizeof(root_wire) };

void
need_validation(struct facts *facts)
{
	facts_answer(facts, root, TYPE_SOA);
}

bool
validation_is_told(struct check *c, const struct answer *answer)
{
	return answer->authenticated ||
	    (answer->is_aged &&
		facts_answer(c->facts, root, TYPE_SOA)->authenticated);
}

void
flag_unvalidated(struct check *c, enum finding_id id, const char *what)
{
	const struct answer *answer = facts_answer(c->facts, root, TYPE_SOA);

	if (answer->status != ANSWER_NOT_COVERED &&
	    check_unknown(c, answer, id) != NULL)
		return;
	check_flag(c, id,
	    "The resolver does not validate, so it is not known %s", what);
}

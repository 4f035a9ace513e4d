#include "dns/answer.h"

static const struct str status_text[] = {
#define STATUS(id, text, finding, words) [ANSWER_##id] = STR(text),
#include "dns/status.def"
#undef STATUS
};

bool
answer_is_known(const struct answer *answer)
{
	return answer->status == ANSWER_NOERROR ||
	    answer->status == ANSWER_NODATA ||
	    answer->status == ANSWER_NXDOMAIN;
}

bool
answer_is_void(const struct answer *answer)
{
	return answer != NULL && answer_is_known(answer) && answer->n == 0;
}

bool
answer_is_failure(const struct answer *answer)
{
	return answer->status == ANSWER_TIMEOUT ||
	    answer->status == ANSWER_SERVFAIL ||
	    answer->status == ANSWER_REFUSED ||
	    answer->status == ANSWER_MALFORMED;
}

uint32_t
answer_longest_ttl(const struct answer *answer)
{
	return answer->is_aged ? answer->negative_ttl : answer->ttl;
}

struct str
answer_status_text(enum answer_status status)
{
	return status_text[status];
}

void
answer_flatten(struct answer *answer)
{
	if (answer->nhidden == 0)
		return;
	answer->ncnames -= answer->nhidden;
	answer->nhidden = 0;
	/* The alias itself exists. */
	if (answer->status == ANSWER_NXDOMAIN)
		answer->status = ANSWER_NODATA;
}

bool
answer_has_met(const struct answer *answer, struct name name)
{
	if (name_eq(answer->question.name, name))
		return true;
	for (size_t i = 0; i < answer->ncnames; i++)
		if (name_eq(answer->cnames[i], name))
			return true;
	return false;
}

bool
answer_has_same(const struct answer *x, const struct answer *y)
{
	if (x->n != y->n || x->ncnames != y->ncnames)
		return false;
	for (size_t i = 0; i < x->ncnames; i++)
		if (!name_eq(x->cnames[i], y->cnames[i]))
			return false;
	for (size_t i = 0; i < x->n; i++)
		if (record_order(&x->records[i], &y->records[i]) != 0)
			return false;
	return true;
}

bool
answer_eq(const struct answer *x, const struct answer *y)
{
	return x->status == y->status && answer_has_same(x, y);
}

struct name
answer_name(const struct answer *answer)
{
	if (answer->ncnames > 0)
		return answer->cnames[answer->ncnames - 1];
	return answer->question.name;
}

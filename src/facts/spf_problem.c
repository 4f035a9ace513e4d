/* What went wrong in an evaluation, as a sentence. */
#include "base/escape.h"
#include "facts/spf_eval.h"

/* "h3.example.com has no AAAA record" */
static struct str
void_text(struct arena *a, const struct answer *answer)
{
	struct str name = name_text(a, answer_name(answer));

	if (answer->status == ANSWER_NXDOMAIN)
		return arena_printf(a, "%.*s does not exist", PSTR(name));
	return arena_printf(a, "%.*s has no %.*s record", PSTR(name),
	    PSTR(type_text(a, answer->question.type)));
}

struct str
spf_problem_text(struct arena *a, const struct spf_outcome *o)
{
	struct str domain = name_text(a, o->problem_domain);
	const struct spf_term *at = o->problem_term;
	struct str term = at != NULL ? escape(a, at->text) : S("");
	const struct answer *answer = o->problem_answer;

	switch (o->problem) {
	case SPF_NO_PROBLEM:
		break;
	case SPF_PROBLEM_DNS:
		return arena_printf(a, "no answer for %.*s %.*s: %.*s",
		    PSTR(name_text(a, answer->question.name)),
		    PSTR(type_text(a, answer->question.type)),
		    PSTR(answer_status_text(answer->status)));
	case SPF_PROBLEM_MULTIPLE:
		return arena_printf(
		    a, "%.*s has more than one SPF record", PSTR(domain));
	case SPF_PROBLEM_SYNTAX:
		return arena_printf(a, "%.*s: \"%.*s\": %s", PSTR(domain),
		    PSTR(term),
		    spf_error_text(at != NULL ? at->err : SPF_ERROR_OK));
	case SPF_PROBLEM_LOOKUPS:
		return arena_printf(a,
		    "%.*s: \"%.*s\" needs an 11th lookup, and 10 are allowed",
		    PSTR(domain), PSTR(term));
	case SPF_PROBLEM_VOIDS:
		return arena_printf(a,
		    "%.*s: \"%.*s\" is the third lookup that finds no record, "
		    "and 2 are allowed (%.*s)",
		    PSTR(domain), PSTR(term), PSTR(void_text(a, answer)));
	case SPF_PROBLEM_MX:
		return arena_printf(a,
		    "%.*s: \"%.*s\" has more than 10 mail exchangers",
		    PSTR(domain), PSTR(term));
	case SPF_PROBLEM_HELO:
		return arena_printf(a,
		    "%.*s: \"%.*s\" asks for the HELO name, and none is "
		    "known (--helo or --host gives it)",
		    PSTR(domain), PSTR(term));
	case SPF_PROBLEM_INCLUDE_NONE:
	case SPF_PROBLEM_REDIRECT_NONE:
		return arena_printf(a, "%.*s: \"%.*s\" leads to no SPF record",
		    PSTR(domain), PSTR(term));
	}
	return (struct str){ 0 };
}

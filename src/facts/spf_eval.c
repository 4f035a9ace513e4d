#include <assert.h>

#include "facts/spf_eval.h"
#include "facts/spf_match.h"

static const char *const result_texts[] = {
	[SPF_PENDING] = "pending",
	[SPF_NONE] = "none",
	[SPF_NEUTRAL] = "neutral",
	[SPF_PASS] = "pass",
	[SPF_FAIL] = "fail",
	[SPF_SOFTFAIL] = "softfail",
	[SPF_TEMPERROR] = "temperror",
	[SPF_PERMERROR] = "permerror",
	[SPF_NOT_KNOWN] = "unknown",
};

static enum spf_result
check_host(struct spf_state *st, struct spf_frame *frame);

const char *
spf_result_text(enum spf_result result)
{
	return result_texts[result];
}

const struct spf_frame *
spf_frame_below(const struct spf_frame *frame, size_t term)
{
	const struct spf_frame *call = frame != NULL ? frame->calls : NULL;

	while (
	    call != NULL && (size_t)(call->via - frame->record->terms) != term)
		call = call->next;
	return call;
}

/* Sections 4.3 to 4.6: SPF_NEUTRAL when there is a record to evaluate. */
static enum spf_result
find_record(struct spf_state *st, struct spf_frame *frame)
{
	const struct spf_published *published;

	if (name_labels(frame->domain) < 2)
		return SPF_NONE;
	published = facts_spf_record(st->facts, frame->domain);
	if (published == NULL)
		return SPF_PENDING;
	if (!answer_is_known(published->answer)) {
		spf_note_problem(st, SPF_PROBLEM_DNS, frame->domain, NULL,
		    published->answer);
		return SPF_TEMPERROR;
	}
	if (published->n == 0)
		return SPF_NONE;
	if (published->n > 1) {
		spf_note_problem(
		    st, SPF_PROBLEM_MULTIPLE, frame->domain, NULL, NULL);
		return SPF_PERMERROR;
	}
	frame->record = published->record;
	if (frame->record->bad == NULL)
		return SPF_NEUTRAL;
	spf_note_problem(
	    st, SPF_PROBLEM_SYNTAX, frame->domain, frame->record->bad, NULL);
	return SPF_PERMERROR;
}

/* The record of an include or redirect, for the same client. */
static enum spf_result
call(struct spf_state *st, struct spf_frame *frame, const struct spf_term *via,
    struct name domain)
{
	struct spf_frame *called = arena_new(st->a, struct spf_frame);
	struct spf_frame **end = &frame->calls;

	while (*end != NULL)
		end = &(*end)->next;
	*end = called;
	called->domain = domain;
	called->via = via;
	called->result = check_host(st, called);
	return called->result;
}

static const struct spf_frame *
called_last(const struct spf_frame *frame)
{
	const struct spf_frame *last = frame->calls;

	while (last->next != NULL)
		last = last->next;
	return last;
}

/* Section 5.2: only a pass matches, and no record is an error. */
static enum spf_match
match_include(
    struct spf_state *st, struct spf_frame *frame, const struct spf_term *term)
{
	struct name target = { 0 };
	enum spf_match has_target;

	if (!spf_count_lookup(st, frame->domain, term))
		return SPF_MATCH_PERMERROR;
	has_target = spf_term_target(st, frame->domain, term, &target);
	if (has_target != SPF_MATCH && has_target != SPF_NO_MATCH)
		return has_target;
	switch (call(st, frame, term, target)) {
	case SPF_PENDING:
		return SPF_MATCH_PENDING;
	case SPF_PASS:
		return SPF_MATCH;
	case SPF_FAIL:
	case SPF_SOFTFAIL:
	case SPF_NEUTRAL:
		return SPF_NO_MATCH;
	case SPF_TEMPERROR:
		return SPF_MATCH_TEMPERROR;
	case SPF_PERMERROR:
		return SPF_MATCH_PERMERROR;
	case SPF_NOT_KNOWN:
		return SPF_MATCH_UNKNOWN;
	case SPF_NONE:
		break;
	}
	spf_note_problem(
	    st, SPF_PROBLEM_INCLUDE_NONE, frame->domain, term, NULL);
	return SPF_MATCH_PERMERROR;
}

/* Section 4.6.2. */
static enum spf_result
qualified(char qualifier)
{
	switch (qualifier) {
	case '-':
		return SPF_FAIL;
	case '~':
		return SPF_SOFTFAIL;
	case '?':
		return SPF_NEUTRAL;
	default:
		return SPF_PASS;
	}
}

/* Section 6.1: the target's record instead of this one. */
static enum spf_result
redirect(struct spf_state *st, struct spf_frame *frame)
{
	const struct spf_term *term = frame->record->redirect;
	struct name target = { 0 };
	enum spf_match has_target;
	enum spf_result result;

	if (!spf_count_lookup(st, frame->domain, term))
		return SPF_PERMERROR;
	has_target = spf_term_target(st, frame->domain, term, &target);
	if (has_target == SPF_MATCH_PENDING)
		return SPF_PENDING;
	if (has_target == SPF_MATCH_UNKNOWN) {
		frame->maybe = ~0U;
		return SPF_NOT_KNOWN;
	}
	if (has_target == SPF_MATCH_PERMERROR)
		return SPF_PERMERROR;
	result = call(st, frame, term, target);
	if (result == SPF_NOT_KNOWN)
		frame->maybe |= called_last(frame)->maybe;
	if (result != SPF_NONE)
		return result;
	spf_note_problem(
	    st, SPF_PROBLEM_REDIRECT_NONE, frame->domain, term, NULL);
	return SPF_PERMERROR;
}

/* What a term that could not be judged may make of the record. */
static unsigned
may_become(const struct spf_frame *frame, const struct spf_term *term)
{
	const struct spf_frame *called =
	    spf_frame_below(frame, (size_t)(term - frame->record->terms));
	unsigned matches = 1U << qualified(term->qualifier);
	unsigned errors = 1U << SPF_PERMERROR | 1U << SPF_TEMPERROR, maybe;

	if (term->kind != SPF_INCLUDE)
		return matches;
	if (called == NULL)
		return matches | errors;
	maybe = called->maybe & errors;
	if ((called->maybe & 1U << SPF_PASS) != 0)
		maybe |= matches;
	return maybe;
}

/* The first term that decides, or the default; SPF_PENDING while an answer
 * is missing. */
static enum spf_result
decide(struct spf_state *st, struct spf_frame *frame)
{
	const struct spf_record *record = frame->record;
	enum spf_result result;
	bool pending = false;

	for (size_t i = 0; i < record->n; i++) {
		const struct spf_term *term = &record->terms[i];
		enum spf_match match;

		if (!spf_is_mechanism(term))
			continue;
		match = term->kind == SPF_INCLUDE
		    ? match_include(st, frame, term)
		    : spf_term_matches(st, frame->domain, term);
		if (match == SPF_NO_MATCH)
			continue;
		if (match == SPF_MATCH_PENDING) {
			pending = true;
			continue;
		}
		if (match == SPF_MATCH_UNKNOWN) {
			frame->maybe |= may_become(frame, term);
			continue;
		}
		/* What comes behind a missing answer is only asked for. */
		if (pending)
			return SPF_PENDING;
		if (match == SPF_MATCH_TEMPERROR)
			return SPF_TEMPERROR;
		if (match == SPF_MATCH_PERMERROR)
			return SPF_PERMERROR;
		frame->matched = term;
		return qualified(term->qualifier);
	}
	result = SPF_NEUTRAL;
	if (record->redirect != NULL && record->all == NULL)
		result = redirect(st, frame);
	return pending ? SPF_PENDING : result;
}

/* Sections 4.6 and 4.7.  Where terms could not be judged, there is a result
 * only if they would make the same of it. */
static enum spf_result
evaluate(struct spf_state *st, struct spf_frame *frame)
{
	enum spf_result result = decide(st, frame);

	if (result == SPF_PENDING || frame->maybe == 0)
		return result;
	if (result != SPF_NOT_KNOWN)
		frame->maybe |= 1U << result;
	if (frame->maybe == 1U << result)
		return result;
	frame->matched = NULL;
	return SPF_NOT_KNOWN;
}

static enum spf_result
check_host(struct spf_state *st, struct spf_frame *frame)
{
	enum spf_result result = find_record(st, frame);

	return result == SPF_NEUTRAL ? evaluate(st, frame) : result;
}

/* The record that decided: redirects hand the whole decision on. */
static const struct spf_frame *
deciding_frame(const struct spf_frame *frame)
{
	const struct spf_frame *call = frame->calls;

	while (call != NULL && call->via->kind != SPF_REDIRECT)
		call = call->next;
	return call != NULL ? deciding_frame(call) : frame;
}

static bool
lacks_helo(const struct spf_macro_values *values, struct str text)
{
	return values->helo.n == 0 && spf_macro_uses(text, 'h');
}

/* Section 6.2: no text at all where anything is wrong with it.  False while
 * an answer is missing. */
static bool
explain(struct spf_state *st, const struct spf_frame *frame)
{
	struct spf_macro_values values;
	struct str text;
	struct name target;
	const struct answer *answer;

	if (frame->record->exp == NULL)
		return true;
	text = frame->record->exp->spec;
	if (!spf_values(st, frame->domain, text, &values))
		return false;
	if (lacks_helo(&values, text) ||
	    !spf_macro_expand(st->a, text, SPF_IN_RECORD, &values, &text) ||
	    !spf_target_name(st->a, text, &target))
		return true;
	answer = facts_ask(st->facts, target, TYPE_TXT);
	if (answer == NULL)
		return false;
	if (answer->n != 1)
		return true;
	text = record_joined(st->a, &answer->records[0]);
	if (!spf_values(st, frame->domain, text, &values))
		return false;
	if (!lacks_helo(&values, text))
		spf_macro_expand(st->a, text, SPF_IN_EXPLANATION, &values,
		    &st->outcome->explanation);
	return true;
}

const void *
spf_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct spf_outcome *outcome = arena_new(a, struct spf_outcome);
	struct spf_frame *frame = arena_new(a, struct spf_frame);
	struct spf_state st = {
		.a = a,
		.facts = facts,
		.client = key->client,
		.ip = ip_unmapped(key->client->ip),
		.outcome = outcome,
	};

	assert(st.ip.family != IP_NONE);
	outcome->frame = frame;
	frame->domain = key->client->domain;
	frame->result = check_host(&st, frame);
	outcome->result = frame->result;
	outcome->decided = deciding_frame(frame);
	if (outcome->result == SPF_NOT_KNOWN)
		spf_note_problem(
		    &st, SPF_PROBLEM_HELO, st.helo_domain, st.helo_term, NULL);
	else if (outcome->result != SPF_TEMPERROR &&
	    outcome->result != SPF_PERMERROR)
		outcome->problem = SPF_NO_PROBLEM;
	if (outcome->result == SPF_FAIL && key->client->explain &&
	    !explain(&st, outcome->decided))
		outcome->result = SPF_PENDING;
	assert((outcome->result == SPF_PENDING) <= facts_are_missing(facts));
	return outcome;
}

const struct spf_outcome *
facts_spf(struct facts *facts, const struct spf_client *client)
{
	return facts_read(
	    facts, FACT_SPF, (struct fact_key){ .client = client });
}

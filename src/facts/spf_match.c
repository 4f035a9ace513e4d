#include "facts/spf_match.h"
#include "facts/host.h"
#include "facts/reverse.h"

void
spf_note_problem(struct spf_state *st, enum spf_problem problem,
    struct name domain, const struct spf_term *term,
    const struct answer *answer)
{
	st->outcome->problem = problem;
	st->outcome->problem_domain = domain;
	st->outcome->problem_term = term;
	st->outcome->problem_answer = answer;
}

bool
spf_count_lookup(
    struct spf_state *st, struct name domain, const struct spf_term *term)
{
	st->outcome->went_on_after_voids |=
	    st->outcome->voids_per_query >= SPF_VOIDS_MAX;
	if (st->outcome->lookups < SPF_LOOKUPS_MAX) {
		st->outcome->lookups++;
		return true;
	}
	spf_note_problem(st, SPF_PROBLEM_LOOKUPS, domain, term, NULL);
	return false;
}

/* NULL while the answer is not here. */
static const struct answer *
ask(struct spf_state *st, struct name name, uint16_t type)
{
	const struct answer *answer = facts_ask(st->facts, name, type);

	st->outcome->voids_per_query += answer_is_void(answer);
	return answer;
}

/* The main query of a term is void (section 4.6.4). */
static enum spf_match
count_void(struct spf_state *st, struct name domain,
    const struct spf_term *term, const struct answer *answer)
{
	if (++st->outcome->voids <= SPF_VOIDS_MAX)
		return SPF_NO_MATCH;
	spf_note_problem(st, SPF_PROBLEM_VOIDS, domain, term, answer);
	return SPF_MATCH_PERMERROR;
}

static bool
has_client(const struct spf_state *st, const struct answer *answer,
    unsigned bits4, unsigned bits6)
{
	unsigned bits = st->ip.family == IP_V6 ? bits6 : bits4;

	for (size_t i = 0; i < answer->n; i++)
		if (ip_in(st->ip, record_ip(&answer->records[i]), bits))
			return true;
	return false;
}

/* The client's names, and which of them resolve back to it (section 5.5).
 * NULL while they are not known. */
static const struct reverse *
client_names(struct spf_state *st)
{
	const struct reverse *names = facts_reverse(st->facts, st->ip);

	if (names == NULL)
		return NULL;
	st->outcome->voids_per_query += answer_is_void(names->ptr);
	if (names->ptr->n > REVERSE_NAMES_MAX)
		st->outcome->many_names = names->ptr;
	for (size_t i = 0; i < names->n; i++)
		st->outcome->voids_per_query +=
		    answer_is_void(names->names[i].forward);
	return names;
}

/* The first confirmed name at or below the domain. */
static const struct reverse_entry *
name_within(const struct reverse *names, struct name domain)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->names[i].confirmed &&
		    name_is_in(names->names[i].name, domain))
			return &names->names[i];
	return NULL;
}

/* Section 7.3: the domain itself, else a name below it, else any. */
static struct str
validated_name(
    struct spf_state *st, const struct reverse *names, struct name domain)
{
	const struct reverse_entry *best = name_within(names, domain);

	for (size_t i = 0; i < names->n; i++)
		if (names->names[i].confirmed &&
		    name_eq(names->names[i].name, domain))
			best = &names->names[i];
	if (best == NULL)
		best = reverse_confirmed(names);
	return best != NULL ? spf_name_plain(st->a, best->name) : S("unknown");
}

bool
spf_client_helo(struct facts *facts, struct arena *a,
    const struct spf_client *client, struct str *out)
{
	const struct host *host;

	*out = client->helo;
	if (!client->has_host_helo)
		return true;
	host = facts_helo(facts, client->ip);
	if (host == NULL)
		return false;
	if (host->found == HOST_FOUND)
		*out = spf_name_plain(a, host->name);
	return true;
}

bool
spf_values(struct spf_state *st, struct name domain, struct str text,
    struct spf_macro_values *out)
{
	const struct spf_client *client = st->client;
	const struct reverse *names;
	bool has_helo = true;

	*out = (struct spf_macro_values){
		.ip = st->ip,
		.local_part = client->local_part.n > 0 ? client->local_part
						       : S("postmaster"),
		.sender_domain = client->sender_domain,
		.domain = domain,
		.validated_name = S("unknown"),
		.receiver = client->receiver,
		.now = client->now,
	};
	if (spf_macro_uses(text, 'h'))
		has_helo =
		    spf_client_helo(st->facts, st->a, client, &out->helo);
	if (!spf_macro_uses(text, 'p'))
		return has_helo;
	names = client_names(st);
	if (names == NULL)
		return false;
	out->validated_name = validated_name(st, names, domain);
	return has_helo;
}

static bool
has_target(const struct spf_term *term, struct name *out)
{
	if (term->target.n > 0)
		*out = term->target;
	return term->target.n > 0;
}

enum spf_match
spf_term_target(struct spf_state *st, struct name domain,
    const struct spf_term *term, struct name *out)
{
	struct spf_macro_values values;
	struct str text;

	if (term->spec.n == 0) {
		*out = domain;
		return SPF_MATCH;
	}
	if (term->err == SPF_ERROR_LABEL) {
		spf_note_problem(st, SPF_PROBLEM_SYNTAX, domain, term, NULL);
		return SPF_MATCH_PERMERROR;
	}
	if (str_find(term->spec, '%') == term->spec.n)
		return has_target(term, out) ? SPF_MATCH : SPF_NO_MATCH;
	/* Section 4.6.4 counts the PTR query of %{p} like a term. */
	if (spf_term_uses(term, 'p') && !spf_count_lookup(st, domain, term))
		return SPF_MATCH_PERMERROR;
	if (!spf_values(st, domain, term->spec, &values))
		return SPF_MATCH_PENDING;
	if (values.helo.n == 0 && spf_term_uses(term, 'h')) {
		st->helo_domain = domain;
		st->helo_term = term;
		return SPF_MATCH_UNKNOWN;
	}
	if (!spf_macro_expand(st->a, term->spec, SPF_IN_RECORD, &values, &text))
		return SPF_NO_MATCH;
	return spf_target_name(st->a, text, out) ? SPF_MATCH : SPF_NO_MATCH;
}

/* Section 5: an error ends the whole evaluation. */
static enum spf_match
dns_error(struct spf_state *st, struct name domain, const struct spf_term *term,
    const struct answer *answer)
{
	spf_note_problem(st, SPF_PROBLEM_DNS, domain, term, answer);
	return SPF_MATCH_TEMPERROR;
}

static enum spf_match
match_a(struct spf_state *st, struct name domain, const struct spf_term *term,
    struct name target)
{
	const struct answer *answer = ask(st, target, ip_type(st->ip));

	if (answer == NULL)
		return SPF_MATCH_PENDING;
	if (!answer_is_known(answer))
		return dns_error(st, domain, term, answer);
	if (answer->n == 0)
		return count_void(st, domain, term, answer);
	return has_client(st, answer, term->bits4, term->bits6) ? SPF_MATCH
								: SPF_NO_MATCH;
}

static enum spf_match
match_exists(struct spf_state *st, struct name domain,
    const struct spf_term *term, struct name target)
{
	const struct answer *answer = ask(st, target, TYPE_A);

	if (answer == NULL)
		return SPF_MATCH_PENDING;
	if (!answer_is_known(answer))
		return dns_error(st, domain, term, answer);
	return answer->n > 0 ? SPF_MATCH : count_void(st, domain, term, answer);
}

/* One exchange's addresses.  The root is a null MX (RFC 7505). */
static enum spf_match
match_exchange(struct spf_state *st, struct name domain,
    const struct spf_term *term, struct name exchange)
{
	const struct answer *answer;

	if (name_labels(exchange) == 0)
		return SPF_NO_MATCH;
	answer = ask(st, exchange, ip_type(st->ip));
	if (answer == NULL)
		return SPF_MATCH_PENDING;
	if (!answer_is_known(answer))
		return dns_error(st, domain, term, answer);
	return has_client(st, answer, term->bits4, term->bits6) ? SPF_MATCH
								: SPF_NO_MATCH;
}

/* Section 5.4, by preference: an answer's records are in order.  Section 4.6.4
 * for the eleventh name. */
static enum spf_match
match_mx(struct spf_state *st, struct name domain, const struct spf_term *term,
    struct name target)
{
	const struct answer *answer = ask(st, target, TYPE_MX);
	enum spf_match all = SPF_NO_MATCH;

	if (answer == NULL)
		return SPF_MATCH_PENDING;
	if (!answer_is_known(answer))
		return dns_error(st, domain, term, answer);
	if (answer->n == 0)
		return count_void(st, domain, term, answer);
	for (size_t i = 0; i < answer->n && i < SPF_MX_NAMES_MAX; i++) {
		enum spf_match one = match_exchange(
		    st, domain, term, record_name(&answer->records[i]));

		/* Behind a missing answer nothing counts, but is asked. */
		if (one != SPF_NO_MATCH && all == SPF_NO_MATCH)
			all = one;
		if (all != SPF_NO_MATCH && all != SPF_MATCH_PENDING)
			return all;
	}
	if (all != SPF_NO_MATCH || answer->n <= SPF_MX_NAMES_MAX)
		return all;
	spf_note_problem(st, SPF_PROBLEM_MX, domain, term, NULL);
	return SPF_MATCH_PERMERROR;
}

/* Section 5.5: errors only mean that nothing matches. */
static enum spf_match
match_ptr(struct spf_state *st, struct name domain, const struct spf_term *term,
    struct name target)
{
	const struct reverse *names = client_names(st);

	if (names == NULL)
		return SPF_MATCH_PENDING;
	if (answer_is_void(names->ptr))
		return count_void(st, domain, term, names->ptr);
	return name_within(names, target) != NULL ? SPF_MATCH : SPF_NO_MATCH;
}

enum spf_match
spf_term_matches(
    struct spf_state *st, struct name domain, const struct spf_term *term)
{
	struct name target = { 0 };
	enum spf_match has_target = SPF_MATCH;

	if (term->kind == SPF_ALL)
		return SPF_MATCH;
	if (term->kind == SPF_IP4 || term->kind == SPF_IP6)
		return ip_in(st->ip, term->net,
			   term->kind == SPF_IP4 ? term->bits4 : term->bits6)
		    ? SPF_MATCH
		    : SPF_NO_MATCH;
	if (!spf_count_lookup(st, domain, term))
		return SPF_MATCH_PERMERROR;
	has_target = spf_term_target(st, domain, term, &target);
	if (has_target != SPF_MATCH)
		return has_target;
	switch (term->kind) {
	case SPF_A:
		return match_a(st, domain, term, target);
	case SPF_MX:
		return match_mx(st, domain, term, target);
	case SPF_PTR:
		return match_ptr(st, domain, term, target);
	case SPF_EXISTS:
		return match_exists(st, domain, term, target);
	case SPF_ALL:
	case SPF_INCLUDE:
	case SPF_IP4:
	case SPF_IP6:
	case SPF_REDIRECT:
	case SPF_EXP:
	case SPF_UNKNOWN:
		break;
	}
	return SPF_NO_MATCH;
}

#include "facts/dmarc_walk.h"

/* Names of more labels than this are shortened to one less. */
enum { LABELS_MAX = 8 };

/* Where the walk goes from a domain; no name at its end. */
static struct name
next_domain(struct name domain)
{
	size_t labels = name_labels(domain);

	if (labels > LABELS_MAX)
		return name_last(domain, LABELS_MAX - 1);
	return labels > 1 ? name_parent(domain) : (struct name){ 0 };
}

static void
read_step(struct arena *a, struct dmarc_step *step)
{
	const struct answer *answer = step->answer;

	for (size_t i = 0; i < answer->n; i++) {
		struct str text = record_joined(a, &answer->records[i]);
		struct dmarc_record *record;

		if (!dmarc_is_record(text))
			continue;
		step->record = NULL; /* two cancel each other */
		if (step->nrecords++ > 0)
			continue;
		record = arena_new(a, struct dmarc_record);
		*record = dmarc_read(a, text);
		step->record = record;
	}
}

static bool
ends_walk(const struct dmarc_step *step)
{
	return step->record != NULL && step->record->psd != DMARC_PSD_UNSET;
}

/* Asks for all steps; those after one that ends the walk are not of it. */
static void
take_steps(struct facts *facts, struct arena *a, struct dmarc_walk *walk)
{
	struct name domain = walk->start, owner;
	bool ended = false;

	while (domain.n > 0 && walk->nasked < DMARC_WALK_MAX) {
		struct dmarc_step *step = &walk->steps[walk->nasked];

		*step = (struct dmarc_step){ .domain = domain };
		domain = next_domain(domain);
		if (!name_below(a, S("_dmarc"), step->domain, &owner))
			continue; /* too long to have a record */
		step->answer = facts_ask(facts, owner, TYPE_TXT);
		walk->nasked++;
		walk->n += !ended;
		if (step->answer == NULL)
			continue;
		read_step(a, step);
		ended = ended || ends_walk(step);
	}
}

/* Whether no source covers the end of the walk, and one covers what is before
 * it: the topmost zone given ends there. */
static size_t
covered_steps(const struct dmarc_walk *walk)
{
	size_t n = walk->n;

	while (n > 0 && walk->steps[n - 1].answer->status == ANSWER_NOT_COVERED)
		n--;
	return n > 0 ? n : walk->n;
}

const void *
dmarc_walk_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct dmarc_walk *walk = arena_new(a, struct dmarc_walk);

	walk->start = key->name;
	take_steps(facts, a, walk);
	if (facts_are_missing(facts))
		return NULL;
	walk->covered = covered_steps(walk);
	walk->cut = walk->covered < walk->n;
	for (size_t i = 0; i < walk->covered && walk->failure == NULL; i++)
		if (!answer_is_known(walk->steps[i].answer))
			walk->failure = walk->steps[i].answer;
	return walk;
}

const struct dmarc_walk *
facts_walk(struct facts *facts, struct name start)
{
	return facts_read(facts, FACT_WALK, (struct fact_key){ .name = start });
}

/* The start itself, or the domain below it on the way to the start. */
static struct name
one_longer(struct name start, struct name domain)
{
	return name_last(start, name_labels(domain) + 1);
}

bool
dmarc_is_own(const struct dmarc_walk *walk, const struct dmarc_step *step)
{
	return name_eq(step->domain, walk->start);
}

struct name
dmarc_org_domain(const struct dmarc_walk *walk)
{
	struct name org = walk->start;

	for (size_t i = 0; i < walk->n; i++) {
		const struct dmarc_step *step = &walk->steps[i];

		if (step->record == NULL)
			continue;
		if (step->record->psd == DMARC_PSD_NO)
			return step->domain;
		if (step->record->psd == DMARC_PSD_YES &&
		    !dmarc_is_own(walk, step))
			return one_longer(walk->start, step->domain);
		org = step->domain; /* the shortest so far */
	}
	return org;
}

const struct dmarc_step *
dmarc_discover(const struct dmarc_walk *walk)
{
	struct name org = dmarc_org_domain(walk);
	const struct dmarc_step *psd = NULL;

	for (size_t i = 0; i < walk->n; i++) {
		const struct dmarc_step *step = &walk->steps[i];

		if (step->record == NULL)
			continue;
		if (dmarc_is_own(walk, step) || name_eq(step->domain, org))
			return step;
		if (step->record->psd == DMARC_PSD_YES)
			psd = step;
	}
	return psd;
}

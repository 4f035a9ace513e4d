/* The file of --message: the same message, signatures and bounce whatever
 * pieces it comes in; a hop that the header has, results that a field has. */
#include "mail/authres.h"
#include "mail/hop.h"
#include "mail/returned.h"

#include "fuzz.h"

static bool
read_by(struct arena *a, struct str text, size_t piece, struct sample *out,
    struct returned *bounce)
{
	struct returned_reader *r = arena_new(a, struct returned_reader);

	returned_begin(r, a);
	for (; text.n > 0; text = str_from(text, piece))
		returned_add(r, str_to(text, piece));
	return returned_end(r, out, bounce);
}

static void
compare(const struct sample *x, const struct sample *y)
{
	assert(x->has_body == y->has_body && x->head.n == y->head.n);
	assert(x->nsignatures == y->nsignatures && x->nmore == y->nmore);
	for (size_t i = 0; i < x->nsignatures; i++) {
		const struct sample_signature *a = &x->signatures[i];
		const struct sample_signature *b = &y->signatures[i];

		assert(str_eq(a->body_hash, b->body_hash));
		assert(a->beyond == b->beyond && a->is_short == b->is_short);
		assert((a->body_hash.n > 0) ==
		    (a->signature.fault == DKIM_SIGNATURE_SOUND));
	}
}

static void
judge_head(struct arena *a, const struct message_head *head)
{
	struct hop hop = { 0 };
	struct authres results;

	if (!hop_find(a, head, NULL, &hop)) {
		assert(hop.index == 0);
		return;
	}
	assert(hop.index >= 1 && hop.index <= hop_count(head));
	if (authres_find(a, head, NULL, hop.received.by, &results)) {
		assert(results.n > 0);
		for (size_t i = 0; i < results.n; i++)
			assert(results.results[i].method.n > 0 &&
			    results.results[i].result.n > 0);
	}
}

FUZZ(sample)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct sample message, again;
	struct returned bounce, told;
	bool is_whole = read_by(&a, text, 4096, &message, &bounce);

	assert(read_by(&a, text, 1, &again, &told) == is_whole);
	assert(bounce.found == told.found && str_eq(bounce.reply, told.reply));
	assert(str_eq(bounce.reporting, told.reporting));
	assert(bounce.found != BOUNCE_HEADERS || !message.has_body);
	if (is_whole) {
		compare(&message, &again);
		judge_head(&a, &message.head);
	}
	authres_read(&a, text);
	returned_before_receipt(&a, NULL, &bounce);
	arena_free(&a);
}

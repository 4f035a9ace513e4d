#include <stdlib.h>

#include "facts/exchanges.h"

static int
order_records(const void *x, const void *y)
{
	const struct record *const *a = x, *const *b = y;
	unsigned pa = record_preference(*a), pb = record_preference(*b);

	if (pa != pb)
		return pa < pb ? -1 : 1;
	return name_order(record_name(*a), record_name(*b));
}

/* An exchange that is an address, as "192.0.2.1" in MX data is: a name of
 * digits only, which no resolver has (RFC 5321 section 5.1). */
static bool
is_address(struct arena *a, struct name name)
{
	struct ip ip;

	return ip_parse(name_text(a, name), &ip);
}

static void
look_up(struct facts *facts, struct arena *a, struct exchanges *out)
{
	const struct answer *mx = out->mx;
	const struct record **sorted =
	    arena_array(a, mx->n, const struct record *);

	for (size_t i = 0; i < mx->n; i++)
		sorted[i] = &mx->records[i];
	qsort(sorted, mx->n, sizeof(*sorted), order_records);
	for (size_t i = 0; i < mx->n; i++) {
		struct exchange e = { .name = record_name(sorted[i]) };

		e.preference = record_preference(sorted[i]);
		if (e.name.n == 1) {
			out->null++;
			continue;
		}
		if (out->n == EXCHANGES_MAX)
			continue;
		if (!is_address(a, e.name)) {
			e.v4 = facts_ask(facts, e.name, TYPE_A);
			e.v6 = facts_ask(facts, e.name, TYPE_AAAA);
		}
		out->at[out->n++] = e;
	}
}

const void *
exchanges_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct exchanges *out = arena_new(a, struct exchanges);

	out->mx = facts_ask(facts, key->name, TYPE_MX);
	if (out->mx == NULL || !answer_is_known(out->mx))
		return out;
	if (out->mx->n > 0) {
		look_up(facts, a, out);
	} else {
		out->own4 = facts_ask(facts, key->name, TYPE_A);
		out->own6 = facts_ask(facts, key->name, TYPE_AAAA);
	}
	return out;
}

const struct exchanges *
facts_exchanges(struct facts *facts, struct name domain)
{
	return facts_read(
	    facts, FACT_EXCHANGES, (struct fact_key){ .name = domain });
}

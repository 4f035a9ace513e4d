#include <stdlib.h>

#include "facts/reverse.h"
#include "mail/reverse_name.h"

uint16_t
ip_type(struct ip ip)
{
	return ip.family == IP_V4 ? TYPE_A : TYPE_AAAA;
}

bool
answer_has_ip(const struct answer *answer, struct ip ip)
{
	for (size_t i = 0; i < answer->n; i++)
		if (ip_eq(record_ip(&answer->records[i]), ip))
			return true;
	return false;
}

static int
order_names(const void *x, const void *y)
{
	const struct name *a = x, *b = y;

	return name_order(*a, *b);
}

/* Servers rotate records; the report must not. */
const void *
ptr_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct ptr *ptr = arena_new(a, struct ptr);
	const struct answer *answer =
	    facts_ask(facts, reverse_name(a, key->ip), TYPE_PTR);

	if (answer == NULL)
		return NULL;
	ptr->answer = answer;
	for (; ptr->n < answer->n && ptr->n < REVERSE_NAMES_MAX; ptr->n++)
		ptr->names[ptr->n] = record_name(&answer->records[ptr->n]);
	qsort(ptr->names, ptr->n, sizeof(ptr->names[0]), order_names);
	return ptr;
}

const void *
reverse_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct reverse *reverse = arena_new(a, struct reverse);
	const struct ptr *ptr = facts_read(facts, FACT_PTR, *key);

	if (ptr == NULL)
		return NULL;
	reverse->ptr = ptr->answer;
	for (; reverse->n < ptr->n; reverse->n++) {
		struct reverse_entry *e = &reverse->names[reverse->n];

		e->name = ptr->names[reverse->n];
		e->forward = facts_ask(facts, e->name, ip_type(key->ip));
		e->confirmed =
		    e->forward != NULL && answer_has_ip(e->forward, key->ip);
	}
	return reverse;
}

struct name
facts_likely_name(struct facts *facts, struct ip ip)
{
	const struct ptr *ptr =
	    facts_read(facts, FACT_PTR, (struct fact_key){ .ip = ip });

	return ptr != NULL && ptr->n > 0 ? ptr->names[0] : (struct name){ 0 };
}

const struct reverse *
facts_reverse(struct facts *facts, struct ip ip)
{
	return facts_read(facts, FACT_REVERSE, (struct fact_key){ .ip = ip });
}

const struct reverse_entry *
reverse_confirmed(const struct reverse *reverse)
{
	for (size_t i = 0; i < reverse->n; i++)
		if (reverse->names[i].confirmed)
			return &reverse->names[i];
	return NULL;
}

const struct answer *
reverse_failure(const struct reverse *reverse)
{
	if (!answer_is_known(reverse->ptr))
		return reverse->ptr;
	for (size_t i = 0; i < reverse->n; i++)
		if (!answer_is_known(reverse->names[i].forward))
			return reverse->names[i].forward;
	return NULL;
}

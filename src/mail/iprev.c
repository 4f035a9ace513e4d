#include <stdlib.h>

#include "mail/iprev.h"
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
	const struct iprev_name *a = x, *b = y;

	return name_order(a->name, b->name);
}

void
iprev_look_up(
    struct lookup *lookup, struct arena *a, struct ip ip, struct iprev *out)
{
	*out = (struct iprev){
		.ptr = lookup_ask(lookup, reverse_name(a, ip), TYPE_PTR),
	};
	if (out->ptr == NULL)
		return;
	for (; out->n < out->ptr->n && out->n < IPREV_NAMES_MAX; out->n++)
		out->names[out->n].name =
		    record_name(&out->ptr->records[out->n]);
	/* Servers rotate records; the report must not. */
	qsort(out->names, out->n, sizeof(out->names[0]), order_names);
	for (size_t i = 0; i < out->n; i++) {
		struct iprev_name *n = &out->names[i];

		n->forward = lookup_ask(lookup, n->name, ip_type(ip));
		n->confirmed =
		    n->forward != NULL && answer_has_ip(n->forward, ip);
	}
}

const struct iprev_name *
iprev_confirmed(const struct iprev *iprev)
{
	for (size_t i = 0; i < iprev->n; i++)
		if (iprev->names[i].confirmed)
			return &iprev->names[i];
	return NULL;
}

const struct answer *
iprev_failure(const struct iprev *iprev)
{
	if (iprev->ptr != NULL && !answer_is_known(iprev->ptr))
		return iprev->ptr;
	for (size_t i = 0; i < iprev->n; i++)
		if (iprev->names[i].forward != NULL &&
		    !answer_is_known(iprev->names[i].forward))
			return iprev->names[i].forward;
	return NULL;
}

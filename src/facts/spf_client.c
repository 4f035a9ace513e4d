#include "facts/spf_client.h"

bool
spf_client_eq(const struct spf_client *x, const struct spf_client *y)
{
	return ip_eq(x->ip, y->ip) && name_eq(x->domain, y->domain) &&
	    str_eq(x->local_part, y->local_part) &&
	    str_eq(x->sender_domain, y->sender_domain) &&
	    str_eq(x->helo, y->helo) && x->has_host_helo == y->has_host_helo &&
	    str_eq(x->receiver, y->receiver) && x->now == y->now &&
	    x->explain == y->explain;
}

const struct spf_client *
spf_client_copy(struct arena *a, const struct spf_client *client)
{
	struct spf_client *copy = arena_new(a, struct spf_client);

	*copy = *client;
	copy->domain = name_copy(a, client->domain);
	copy->local_part = arena_str(a, client->local_part);
	copy->sender_domain = arena_str(a, client->sender_domain);
	copy->helo = arena_str(a, client->helo);
	copy->receiver = arena_str(a, client->receiver);
	return copy;
}

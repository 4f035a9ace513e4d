#include "cli/builder.h"
#include "cli/typed.h"

/* An address, and the host that is its own. */
struct pair {
	struct ip ip;
	struct name host; /* or no name */
};

/* IP, or IP=HOST. */
static bool
build_pair(struct builder *b, struct str text, struct pair *out)
{
	size_t equals = str_find(text, '=');
	const char *reason;

	*out = (struct pair){ .host = { 0 } };
	if (!typed_ip(str_to(text, equals), &out->ip, &reason))
		return builder_fail(b, PART_IP, text, reason);
	return equals == text.n ||
	    build_host_name(
		b, PART_IP, text, str_from(text, equals + 1), &out->host);
}

/* Given twice, an address counts once; but two hosts contradict. */
static bool
add_pair(struct builder *b, struct str text, struct pair *pairs, size_t *n)
{
	struct pair new;
	size_t same = 0;

	if (!build_pair(b, text, &new))
		return false;
	while (same < *n && !ip_eq(pairs[same].ip, new.ip))
		same++;
	if (same == *n)
		pairs[(*n)++] = new;
	else if (pairs[same].host.n == 0)
		pairs[same].host = new.host;
	else if (new.host.n > 0 && !name_eq(pairs[same].host, new.host))
		return builder_fail(
		    b, PART_IP, text, "the address has another host already");
	return true;
}

/* Hosts of their own; the host is that of the addresses without. */
static void
build_hosts(struct builder *b, const struct pair *pairs, size_t n)
{
	struct name *hosts = arena_array(b->a, n, struct name);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		any = any || pairs[i].host.n > 0;
		hosts[i] = pairs[i].host.n > 0 ? pairs[i].host : b->req->host;
	}
	if (any)
		b->req->hosts = hosts;
}

/* Each word is an address, or several with commas between. */
bool
build_ips(struct builder *b, const struct request_text *text)
{
	struct pair *pairs = arena_array(
	    b->a, builder_count_parts(text->ips, text->nips), struct pair);
	struct ip *ips;
	size_t n = 0;

	for (size_t i = 0; i < text->nips; i++) {
		struct str rest = text->ips[i], part;

		while (str_cut(&rest, ',', &part))
			/* "192.0.2.1, 192.0.2.2" comes as two words. */
			if ((part.n > 0 || text->ips[i].n == 0) &&
			    !add_pair(b, part, pairs, &n))
				return false;
	}
	ips = arena_array(b->a, n, struct ip);
	for (size_t i = 0; i < n; i++)
		ips[i] = pairs[i].ip;
	b->req->ips = ips;
	b->req->nips = n;
	build_hosts(b, pairs, n);
	return true;
}

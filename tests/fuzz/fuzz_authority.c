/*
 * The same where the zones' own servers are asked, which are found from the
 * root by referrals that anybody may have made up.
 */
#include "client/authority.h"

#include "fuzz.h"
#include "servers.h"

static bool
may_ask(struct ip ip)
{
	return ip.b[3] != 63;
}

FUZZ(authority)
{
	static const struct name zone = { (const unsigned char *)"\4test", 6 };
	struct servers w;
	struct client_config config;
	struct authority *authority;

	servers_begin(&w, data, size);
	config = servers_config(&w);
	config.no_recursion = false;
	authority = authority_new(&config, may_ask);
	authority_add(authority, zone);
	if (config.rotate)
		authority_spare_resolvers(authority);
	servers_ask(&w, authority_source(authority), false);
	authority_free(authority);
	servers_end(&w);
}

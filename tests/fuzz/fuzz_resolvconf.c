/* resolv.conf: its servers can be written and read again, and its numbers are
 * within their bounds. */
#include "client/resolvconf.h"

#include "fuzz.h"

static void
check_server(struct arena *a, struct server server)
{
	struct sockaddr_storage address;
	struct server again;

	assert(server.ip.family != IP_NONE);
	assert(server_sockaddr(server, &address) <= sizeof(address));
	if (server.port == 0)
		server.port = 53; /* as the client does */
	assert(server_parse(server_text(a, server), &again));
	assert(ip_eq(server.ip, again.ip));
	assert(server.port == again.port && server.scope == again.scope);
}

FUZZ(resolvconf)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct resolvconf conf;

	resolvconf_parse(text, &conf);
	assert(conf.nservers >= 1);
	assert(conf.nservers <= RESOLVCONF_SERVERS_MAX);
	assert(conf.timeout_s <= RESOLVCONF_TIMEOUT_MAX);
	assert(conf.attempts <= RESOLVCONF_ATTEMPTS_MAX);
	for (size_t i = 0; i < conf.nservers; i++)
		check_server(&a, conf.servers[i]);
	arena_free(&a);
}

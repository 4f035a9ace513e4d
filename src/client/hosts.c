#include "client/hosts.h"

bool
hosts_have(const struct hosts *hosts, struct name server)
{
	for (size_t i = 0; i < hosts->n; i++)
		if (name_eq(hosts->host[i].name, server))
			return true;
	return false;
}

static void
add(struct hosts *hosts, struct name server, struct ip ip)
{
	if (hosts->n < HOSTS_MAX)
		hosts->host[hosts->n++] = (struct host){ server, ip };
}

void
hosts_add(struct hosts *hosts, struct name server,
    const struct record *addresses, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(hosts, server, record_ip(&addresses[i]));
	if (n == 0)
		add(hosts, server, (struct ip){ IP_NONE, { 0 } });
}

bool
hosts_resolve(struct hosts *hosts, struct peers *peers, struct name server)
{
	const struct answer *answer = peers_resolve(peers, server, TYPE_A);

	if (answer != NULL && answer->n == 0)
		answer = peers_resolve(peers, server, TYPE_AAAA);
	if (answer == NULL)
		return false;
	hosts_add(hosts, server, answer->records, answer->n);
	return true;
}

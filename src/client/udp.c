#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/descriptor.h"
#include "client/udp.h"

static struct channel *
udp_open(struct upstream *u, struct channels *set)
{
	const struct sockaddr *address = (const struct sockaddr *)&u->address;
	int fd = socket(address->sa_family, SOCK_DGRAM, 0);
	struct channel *channel;

	if (fd < 0)
		return NULL;
	if (!descriptor_prepare(fd) ||
	    connect(fd, address, u->address_n) != 0) {
		int why = errno;

		close(fd);
		errno = why;
		return NULL;
	}
	channel = mem_new(1, sizeof(*channel));
	channel->fd = fd;
	channel->upstream = u;
	channels_add(set, channel);
	return channel;
}

static void
udp_close(struct channels *set, struct channel *channel)
{
	channels_remove(set, channel);
	close(channel->fd);
	free(channel);
}

/* Out of descriptors: one that is open will do, even if it was to get no more
 * queries. */
static struct channel *
any_socket(const struct upstream *u, const struct channels *set)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->of[i]->upstream == u && set->of[i]->stream == NULL)
			return set->of[i];
	return NULL;
}

struct channel *
udp_take(struct upstream *u, struct channels *set, struct random_pool *random,
    unsigned uses_max)
{
	unsigned char at;
	struct channel *channel;

	random_draw(random, &at, 1);
	at %= UPSTREAM_SOCKETS;
	channel = u->sockets[at];
	if (channel == NULL)
		channel = u->sockets[at] = udp_open(u, set);
	if (channel == NULL)
		return any_socket(u, set);
	if (++channel->uses >= uses_max) {
		channel->is_retired = true;
		u->sockets[at] = NULL;
	}
	return channel;
}

void
udp_release(struct channels *set, struct channel *channel)
{
	if (channel->is_retired && !channel->is_busy &&
	    channel->attempts == NULL)
		udp_close(set, channel);
}

void
udp_close_all(struct upstream *u, struct channels *set)
{
	for (size_t i = 0; i < UPSTREAM_SOCKETS; i++)
		if (u->sockets[i] != NULL)
			udp_close(set, u->sockets[i]);
}

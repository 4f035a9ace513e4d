#include <stdlib.h>

#include "base/arena.h"
#include "client/channel.h"

void
channels_add(struct channels *set, struct channel *channel)
{
	if (set->n == set->cap) {
		set->cap = set->cap * 2 + 32;
		set->fds = mem_grow(set->fds, set->cap, sizeof(*set->fds));
		set->of = mem_grow(set->of, set->cap, sizeof(struct channel *));
	}
	channel->number = set->numbered++;
	channel->place = set->n++;
	set->of[channel->place] = channel;
	set->fds[channel->place] =
	    (struct pollfd){ .fd = channel->fd, .events = POLLIN };
}

/* The last channel takes its place, so a loop from the end sees each channel
 * once. */
void
channels_remove(struct channels *set, struct channel *channel)
{
	size_t last = --set->n;

	set->fds[channel->place] = set->fds[last];
	set->of[channel->place] = set->of[last];
	set->of[channel->place]->place = channel->place;
}

void
channels_want_write(struct channels *set, struct channel *channel, bool write)
{
	set->fds[channel->place].events =
	    (short)(write ? POLLIN | POLLOUT : POLLIN);
}

void
channels_free(struct channels *set)
{
	free(set->fds);
	free(set->of);
	*set = (struct channels){ 0 };
}

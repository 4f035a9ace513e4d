/*
 * hop.h - of a message's Received fields, the one that the receiver wrote when
 * the message came in from outside.
 *
 * Hops are counted from 1 at the top.  Pure: the public suffix list is given,
 * and may be NULL.  Texts live in the arena.
 */
#ifndef HOP_H
#define HOP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "mail/message.h"
#include "mail/psl.h"
#include "mail/received.h"

struct hop {
	size_t index;
	struct received received;
};

size_t hop_count(const struct message_head *head);

/* The n-th hop, whatever it is; false, and out untouched, past the last and
 * for 0. */
bool hop_at(struct arena *a, const struct message_head *head, size_t n,
    struct hop *out);

/*
 * The first hop from the top whose client has a public address, is no host of
 * the organization that wrote the field, and did not log in: a user's own
 * submission crosses into nothing.  Where the receiver's own Received-SPF (RFC
 * 7208 section 9.1) names the client of a hop above that one, it is that hop:
 * so it is between two customers of one service.  Where there is neither, it
 * is the topmost hop with a public client that did not log in.  False, and out
 * untouched, where there is none either.
 */
bool hop_find(struct arena *a, const struct message_head *head,
    const struct psl *psl, struct hop *out);

/* Whether two host names belong to one organization, as far as names tell. */
bool hop_is_same_organization(
    struct arena *a, const struct psl *psl, struct str x, struct str y);

#endif

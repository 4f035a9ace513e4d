/*
 * hidden.h - names that have nothing of their own: a wildcard answers for them,
 * and a record there would hide all that it says (RFC 4592 section 2.2.1).
 *
 * Zones tell which names those are.  Over the network the wildcard beside a
 * name is asked for: where the name says the same for every type that mail
 * looks at, nobody outside can tell whose the records are.
 */
#ifndef HIDDEN_H
#define HIDDEN_H

#include "fix/advise.h"

/* Names that findings need records at, and what is known of them. */
struct hidden {
	struct hidden_name *names;
	size_t n;
	bool is_late; /* the deadline came first: nothing is known */
};

/* A name below an underscored one (RFC 8552) is no host's: nobody asks for
 * what a wildcard says there. */
bool hidden_is_scoped(struct name name);

/* Asks for the wildcards beside the names that the report's findings need
 * records at, within the sender's budget, of which *nspent is spent. */
void hidden_find(struct hidden *out, const struct judge_world *world,
    const struct report *report, size_t *nspent);

/* Whether a wildcard may be hidden by a record at the name. */
bool hidden_may_be(const struct hidden *hidden, struct name name);

#endif

/*
 * source.h - where answers come from: one small interface.
 *
 * Sources stand in a row; the first that takes a question answers it with
 * store_put(), at once or, the network, later.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "dns/store.h"

struct source {
	/* Whether this source answers the question; self is the source. */
	bool (*ask)(
	    struct source *self, struct store *store, struct entry *entry);

	/* Waits until something came or until_us on clock_us() is over; false,
	 * when nothing is under way.  NULL: it always answers at once. */
	bool (*wait)(
	    struct source *self, struct store *store, int64_t until_us);

	struct source *next;
};

/* Asks the first source that takes it, for every wanted question; what
 * nobody takes is answered NOT-COVERED.  Whether an answer came at once: there
 * may be nothing to wait for then. */
bool sources_ask(struct source *first, struct store *store);

/* Waits for the sources that have to; false when none has anything to wait
 * for. */
bool sources_wait(struct source *first, struct store *store, int64_t until_us);

#endif

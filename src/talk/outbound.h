/*
 * outbound.h - whether mail can leave this host for a receiver, and what the
 * receiver saw: its exchanges are talked to, one at a time, until one says
 * something.
 */
#ifndef OUTBOUND_H
#define OUTBOUND_H

#include "facts/facts.h"
#include "talk/talk.h"

/* As many connections as a sender would be patient for. */
enum { OUTBOUND_TALKS_MAX = 3 };

struct outbound_choice {
	uint16_t port;
	enum ip_family only; /* IP_NONE: as the system has it */
	int64_t until_us;    /* all of it, by clock_us() */
};

struct outbound {
	struct str helo;
	size_t n;
	struct talk talks[OUTBOUND_TALKS_MAX];
	bool has_other_family; /* none was talked to, for only says so */
};

/* Reads all facts that outbound_run() needs. */
void need_outbound(struct facts *facts);

/* The facts' request names the receiver as its domain.  They are complete. */
const struct outbound *outbound_run(
    struct arena *a, struct facts *facts, struct outbound_choice choice);

/* A probe that did not take place, as the DNS gave no answer in time. */
const struct outbound *outbound_none(struct arena *a);

/* The conversation that tells most, or NULL without any. */
const struct talk *outbound_told(const struct outbound *out);

#endif

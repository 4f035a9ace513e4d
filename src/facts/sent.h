/*
 * sent.h - the message that a request is about: what it was taken from.
 *
 * Plain data, as the request is.
 */
#ifndef SENT_H
#define SENT_H

#include "facts/request.h"
#include "mail/hop.h"
#include "mail/returned.h"

/* Which part of the message gave a part of the request: "From", "Received 2";
 * empty: none, because it was given otherwise or is not there. */
struct taken {
	struct str domain;
	struct str mail_from;
	struct str ip;
	struct str host;
	struct str helo;
	struct str selectors;
};

struct sent {
	struct sample sample;
	struct returned bounce; /* that the message came back in */
	/* Of each signature, where its key is; without a name where its own
	 * faults hide that. */
	const struct selector *signers;
	struct hop hop; /* of index 0: none */
	struct taken taken;
	int64_t day; /* for what expires, as date.h has it */
};

#endif

/* exchanges.h - who takes the mail of a domain (RFC 5321 section 5.1). */
#ifndef EXCHANGES_H
#define EXCHANGES_H

#include "facts/facts.h"

/* Exchanges that are looked at; senders try the best few. */
enum { EXCHANGES_MAX = 20 };

struct exchange {
	struct name name;
	unsigned preference;
	const struct answer *v4, *v6; /* NULL: the name is an address */
};

struct exchanges {
	const struct answer *mx;
	size_t n;
	struct exchange at[EXCHANGES_MAX]; /* the best first */
	size_t null;                       /* records that are "." */
	const struct answer *own4, *own6;  /* the domain's own, without an MX */
};

/* NULL while it is incomplete.  Where mx says nothing there is no more. */
const struct exchanges *
facts_exchanges(struct facts *facts, struct name domain);

#endif

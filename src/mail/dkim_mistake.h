/*
 * dkim_mistake.h - how key records get broken on their way into the DNS.
 *
 * A table of what people do in DNS panels, told by the text alone.  Where the
 * intended record can be made out of it, mend() makes it.
 */
#ifndef DKIM_MISTAKE_H
#define DKIM_MISTAKE_H

#include "mail/dkim_key.h"

struct dkim_mistake {
	bool (*made)(const struct dkim_key *key);
	const char *what;   /* a clause: "the PEM armour was pasted as well" */
	const char *advice; /* a sentence */
	struct str (*mend)(struct arena *a, struct str text); /* or NULL */
};

/* The mistake that explains the record's fault, or NULL. */
const struct dkim_mistake *dkim_mistake_find(const struct dkim_key *key);

/* The record that was meant; empty unless that is a usable key. */
struct str dkim_mistake_mend(struct arena *a,
    const struct dkim_mistake *mistake, const struct dkim_key *key);

/* One key that was published as two records: true, and whole is the record
 * that was meant. */
bool dkim_halves_join(
    struct arena *a, struct str x, struct str y, struct str *whole);

#endif

/*
 * spf_published.h - the SPF records of a name (RFC 7208 section 4.5).
 *
 * Many senders include the same few records.  One that several have used is
 * read once, and kept with its answer for all of them.
 */
#ifndef SPF_PUBLISHED_H
#define SPF_PUBLISHED_H

#include "facts/facts.h"
#include "mail/spf_record.h"

struct spf_published {
	const struct answer *answer;     /* for TXT */
	size_t n;                        /* SPF records in it */
	const struct spf_record *record; /* NULL unless there is just one */
};

/* NULL while it is incomplete. */
const struct spf_published *
facts_spf_record(struct facts *facts, struct name name);

#endif

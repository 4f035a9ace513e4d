/*
 * spf_mistake.h - what people meant by the SPF records that they published,
 * as a whole: records that are none, wrong terms, halves.
 *
 * A guess about a term is offered only if it is legal itself (spf_meant.h).
 */
#ifndef SPF_MISTAKE_H
#define SPF_MISTAKE_H

#include "mail/spf_meant.h"
#include "mail/spf_split.h"

/* Whether a TXT record that is no SPF record was meant to be one; meant is
 * what it should say, with whatever is known of its terms. */
bool spf_meant_record(struct arena *a, struct str text, struct str *meant);

/* The record with what was meant in place of each term that is wrong, or legal
 * and not what was meant.  False where that is not known of all wrong ones,
 * and where there is nothing to correct. */
bool spf_corrected(
    struct arena *a, const struct spf_record *record, struct str *out);

/* Whether text is no record and consists of terms alone: what a panel made of
 * the second line of an SPF record. */
bool spf_is_second_half(struct arena *a, struct str text);

/* The record that was published as a record and a second half; false where
 * they make none without errors. */
bool spf_join_halves(
    struct arena *a, struct str first, struct str second, struct str *whole);

/* A Sender ID record (RFC 4406), which nobody reads: "spf2.0/pra ...". */
bool spf_is_sender_id(struct str text);

#endif

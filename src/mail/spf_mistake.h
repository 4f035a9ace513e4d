/*
 * spf_mistake.h - what people meant by the SPF records that they published:
 * the mistakes that are seen in the wild, and what each should say.
 *
 * A guess is offered only if it is legal itself.
 */
#ifndef SPF_MISTAKE_H
#define SPF_MISTAKE_H

#include "mail/spf_record.h"

/* What was meant by the term at terms[at], which has an error; nterms is how
 * many terms of the record that replaces.  False where nobody knows. */
bool spf_meant_term(struct arena *a, const struct spf_record *record, size_t at,
    struct str *meant, size_t *nterms);

/* What was meant by an unknown modifier such as "include=x"; false for one
 * that may be meant as it stands. */
bool spf_meant_mechanism(
    struct arena *a, const struct spf_term *term, struct str *meant);

/* Whether a TXT record that is no SPF record was meant to be one; meant is
 * what it should say. */
bool spf_meant_record(struct arena *a, struct str text, struct str *meant);

/* Whether two terms were joined without a space in this term: where in its
 * text the second one starts. */
bool spf_joined_term(const struct spf_term *term, size_t *second);

#endif

/*
 * spf_meant.h - what people meant by a term of an SPF record that is wrong,
 * or legal and not what was meant.
 *
 * A guess is offered only if it is legal itself.
 */
#ifndef SPF_MEANT_H
#define SPF_MEANT_H

#include "mail/spf_record.h"

/* What was meant by the term at terms[at], which has an error; nterms is how
 * many terms of the record that replaces.  False where nobody knows. */
bool spf_meant_term(struct arena *a, const struct spf_record *record, size_t at,
    struct str *meant, size_t *nterms);

/* What was meant by an unknown modifier such as "include=x"; false for one
 * that may be meant as it stands. */
bool spf_meant_mechanism(
    struct arena *a, const struct spf_term *term, struct str *meant);

/* What was meant by a legal term that holds a URL: "include:https://x/". */
bool
spf_meant_url(struct arena *a, const struct spf_term *term, struct str *meant);

#endif

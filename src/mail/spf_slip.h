/*
 * spf_slip.h - the slips that are seen in terms of SPF records, each with what
 * the term would be without it.
 *
 * Without one slip a term may have another, so a guess need not be legal; one
 * with blanks in it is several terms.
 */
#ifndef SPF_SLIP_H
#define SPF_SLIP_H

#include "mail/spf_record.h"

size_t spf_slips(void); /* how many are known */

/* The term without the i-th slip; false where it has not got that. */
bool spf_slip(
    struct arena *a, const struct spf_term *term, size_t i, struct str *guess);

/* One that a legal term may have: "include:https://a.example". */
bool
spf_slip_url(struct arena *a, const struct spf_term *term, struct str *guess);

#endif

/* secret.h - what the DNS said and no report repeats: private keys. */
#ifndef SECRET_H
#define SECRET_H

#include "dns/answer.h"

/* Whether a private key is among an answer's records, one of which may be
 * only its second half. */
bool answer_is_secret(const struct answer *answer);

/* The i-th record, or words in its place if the answer is secret. */
struct str shown_record(
    struct arena *a, const struct answer *answer, size_t i, bool is_secret);

#endif

/* spf_split.h - terms of an SPF record that lack the space between them. */
#ifndef SPF_SPLIT_H
#define SPF_SPLIT_H

#include "mail/spf_record.h"

/* Whether two terms were joined without a space in this term: where in its
 * text the second one starts. */
bool spf_joined_term(const struct spf_term *term, size_t *second);

/* Terms that follow each other without any space between, with one; false
 * where text is not made of legal terms alone. */
bool spf_split_terms(struct arena *a, struct str text, struct str *out);

#endif

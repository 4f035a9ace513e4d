/* spf_misspelt.h - names of SPF mechanisms as people write them. */
#ifndef SPF_MISSPELT_H
#define SPF_MISSPELT_H

#include "mail/spf_record.h"

/* The term with the name that was probably meant, which need not be legal yet;
 * false for a name that resembles none. */
bool
spf_misspelt(struct arena *a, const struct spf_term *term, struct str *meant);

#endif

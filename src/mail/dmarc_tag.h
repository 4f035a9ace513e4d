/*
 * dmarc_tag.h - the tags of DMARC records, old ones included (RFC 9989 section
 * 4.7, RFC 7489 section 6.3).
 */
#ifndef DMARC_TAG_H
#define DMARC_TAG_H

#include <stdbool.h>

#include "base/str.h"

enum dmarc_tag {
	DMARC_TAG_V,
	DMARC_TAG_P,
	DMARC_TAG_SP,
	DMARC_TAG_NP,
	DMARC_TAG_ADKIM,
	DMARC_TAG_ASPF,
	DMARC_TAG_T,
	DMARC_TAG_PSD,
	DMARC_TAG_FO,
	DMARC_TAG_RUA,
	DMARC_TAG_RUF,
	DMARC_TAG_PCT,
	DMARC_TAG_RF,
	DMARC_TAG_RI,
	DMARC_TAG_UNKNOWN,
};

/* The tag of this name, in any case. */
enum dmarc_tag dmarc_tag_of(struct str name);

/* Whether receivers lose the policy, or what aligns, without it. */
bool dmarc_tag_decides(enum dmarc_tag tag);

struct str dmarc_tag_name(enum dmarc_tag tag); /* "adkim" */

#endif

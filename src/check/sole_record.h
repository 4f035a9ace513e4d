/* sole_record.h - a TXT record of which a domain has one at most, and that
 * begins with a version. */
#ifndef CHECK_SOLE_RECORD_H
#define CHECK_SOLE_RECORD_H

#include "check/check.h"

struct sole_record {
	struct str labels; /* in front of DOMAIN */
	struct str version;
	enum finding_id none, bad;
	const char *no_record;                    /* "DOMAIN ..." */
	const char *useless;                      /* "The record at NAME ..." */
	const char *(*fault_of)(struct str text); /* NULL: there is none */
};

void need_sole_record(struct facts *facts, const struct aim *aim,
    const struct sole_record *record);

/* Judges it; whether there is any. */
bool check_sole_record(struct check *c, const struct sole_record *record);

#endif

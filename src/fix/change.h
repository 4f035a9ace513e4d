/*
 * change.h - what to change of one record set, whole before and after, and the
 * list of all changes in the order in which to make them.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "check/finding.h"
#include "dns/record.h"

enum change_action { CHANGE_CREATE, CHANGE_REPLACE, CHANGE_DELETE };

/* Who can make it. */
enum change_by { BY_ZONE, BY_PROVIDER };

/* A record of the set, in presentation format. */
struct change_value {
	struct str text; /* without last dots, as dns.answers has it */
	struct str zone; /* with them */
	bool stays;      /* it is in the set before and after */
};

struct change {
	enum change_action action;
	enum change_by by;
	struct name name;
	uint16_t type;
	uint32_t ttl;
	size_t nold, nnew;
	struct change_value *old, *new;
	bool purpose[FINDING_COUNT]; /* the findings that it is for */
	struct name zone;            /* where it stands, if that is known */
	struct change *next;
};

/* Why nothing is proposed where something is needed. */
struct remark {
	enum finding_id id;
	struct name name;
	uint16_t type;
	struct str why; /* a clause */
	struct remark *next;
};

struct changes {
	struct change *first;
	size_t n;
	struct remark *remarks;
};

const char *change_action_text(enum change_action action); /* "create" */
const char *change_by_text(enum change_by by);             /* "zone" */

/* The first change from at on that mends the finding, or NULL. */
const struct change *
change_for(const struct change *at, const struct finding *f);

/* The whole line of a zone file, without its end; out is in an arena. */
void change_line(struct buf *out, const struct change *change,
    const struct change_value *value);

#endif

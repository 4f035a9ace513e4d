/*
 * need.h - what has to become of a record set so that a finding is gone.
 *
 * A check says what is needed, not what the set is then: fix/ puts the needs of
 * all findings together into one change a set.
 */
#ifndef NEED_H
#define NEED_H

#include <stdbool.h>

#include "base/ip.h"
#include "base/str.h"
#include "dns/name.h"

enum need_kind {
	NEED_VALUE,     /* new is one of the values; in place of old, if any */
	NEED_NO_VALUE,  /* old is none of them */
	NEED_ONLY,      /* new is the only one */
	NEED_SPF_PASS,  /* the SPF record lets the IP pass */
	NEED_SPF_TERM,  /* the SPF record has the term new */
	NEED_SPF_SOUND, /* there is one SPF record, without mistakes */
	NEED_SPF_ORDER, /* nothing comes after "all", no redirect beside it */
	NEED_SPF_CLOSE, /* it ends in "all" or a redirect */
	NEED_SPF_ONCE,  /* no term is there twice */
};

struct need {
	enum need_kind kind;
	struct name name; /* where the records stand: behind aliases */
	uint16_t type;
	struct str old, new; /* of TXT the text, else as record_text() has it;
			      * of SPF_SOUND, old may be a record of another
			      * type that says what should be here */
	struct ip ip;        /* of SPF_PASS */
	struct str decided;  /* of SPF_PASS: the set's term that matches now */
	bool early;          /* of SPF_PASS: limits end the evaluation */
	struct need *next;
};

/* In place of old, or, where old is empty, beside what is there. */
static inline struct need
need_value(struct name name, uint16_t type, struct str old, struct str text)
{
	return (struct need){
		.kind = NEED_VALUE,
		.name = name,
		.type = type,
		.old = old,
		.new = text,
	};
}

static inline struct need
need_no_value(struct name name, uint16_t type, struct str old)
{
	return (struct need){
		.kind = NEED_NO_VALUE,
		.name = name,
		.type = type,
		.old = old,
	};
}

#endif

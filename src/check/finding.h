/* finding.h - what we think of what the DNS said: the table, and a finding. */
#ifndef FINDING_H
#define FINDING_H

#include "base/str.h"
#include "check/need.h"
#include "dns/answer.h"
#include "facts/request.h"

/* In the order in which they weigh. */
enum severity { SEV_OFF, SEV_INFO, SEV_WARN, SEV_UNKNOWN, SEV_FAIL };

/* How severe a finding is, where that depends on stage or profile. */
enum grade {
	INFO,
	WARN,
	UNKNOWN,
	FAIL,
	FAIL_OR_INFO, /* live, or before the reverse-DNS request is filed */
	WARN_OR_INFO, /* live, or before the request is filed */
	WARN_OR_FAIL, /* basic profile, or the large receivers' bulk rules */
};

enum finding_id {
#define FINDING(id, ...) FINDING_##id,
#include "check/findings.def"
#undef FINDING
	FINDING_COUNT
};

/* One row of findings.def. */
struct finding_info {
	const char *check; /* "spf"; "dns" for what any check can find */
	enum grade grade;
	const char *code;  /* public, and never changes its meaning */
	const char *title; /* what is: lower case, no full stop */
	const char *why;   /* why receivers care: a sentence or two */
	const char *fix;   /* what to do: a sentence or two */
	const char *reference;
};

extern const struct finding_info finding_info[FINDING_COUNT];

/* The id of a code, or FINDING_COUNT. */
enum finding_id finding_by_code(struct str code);

enum severity
grade_severity(enum grade grade, enum stage stage, enum profile profile);

const char *severity_text(enum severity severity); /* "fail", ... */

/* SEV_OFF for "off"; false for a word that is no severity. */
bool severity_parse(struct str text, enum severity *out);

struct waiver;

struct finding {
	enum finding_id id;
	enum severity severity;
	struct str subject;
	struct str message;   /* a sentence, with the values that matter */
	struct str advice;    /* what to do now, or empty: the row's fix */
	struct str reply;     /* what a receiver would answer, or empty */
	struct str reference; /* the row's, unless a closer one is known */
	struct str text;      /* the record that it is about, raw; or empty */
	size_t at, n;         /* the part of text that is meant */
	/* Seconds for which caches may keep what the fix changes: the one that
	 * was asked, and any other; 0: none does, or that is not known. */
	uint32_t cached_s, cached_elsewhere_s;
	struct need *needs;          /* what would mend it */
	const struct waiver *waiver; /* who waives it; NULL: nobody */
	bool is_known;               /* from the baseline */
	struct finding *next;
};

/* The fix changes this answer, which caches may keep until then; NULL: none
 * does. */
void finding_set_cached(struct finding *f, const struct answer *answer);

/* Whether it takes part in the status: it is neither waived nor known. */
bool finding_counts(const struct finding *f);

#endif

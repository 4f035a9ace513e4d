/* result.h - what a check ends in, and what the user made of the tables. */
#ifndef RESULT_H
#define RESULT_H

#include "base/value.h"
#include "check/checks.h"
#include "check/finding.h"

/* In the order in which they weigh: the verdict is the greatest. */
enum status {
	STATUS_SKIP,
	STATUS_PASS,
	STATUS_WARN,
	STATUS_UNKNOWN,
	STATUS_FAIL,
};

const char *status_text(enum status status);

struct plan;
struct proposal;
struct psl;
struct waivers;
struct baseline;

/* What the user made of the tables, and what this machine knows. */
struct policy {
	bool is_set[FINDING_COUNT];
	enum severity set[FINDING_COUNT]; /* --set */
	bool chosen[CHECK_COUNT];         /* --only, --skip */
	const struct psl *psl;            /* public suffixes; NULL: no list */
	struct waivers *waivers;          /* NULL: none */
	const struct baseline *baseline;  /* NULL: none */
	bool is_brief;                    /* no trees of SPF records */
	bool fetch;                       /* what is not in the DNS, too */
	struct str dnsbl_key;             /* a list's customer's; or empty */
	int64_t today;                    /* of waivers and signatures */
	const struct plan *plan;          /* what is proposed; NULL: nothing */
};

struct spf_report;

struct result {
	enum check_id check;
	struct str subject;  /* escaped */
	const struct ip *ip; /* NULL: about no IP */
	enum status status;
	struct str summary;  /* one line for people, after the subject */
	struct value *facts; /* an object */
	struct finding *findings, *last;
	const struct spf_report *spf; /* the spf check's tree, for drawing */
	struct proposal *proposals;   /* the change check's */
};

#endif

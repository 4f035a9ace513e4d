/*
 * accepted.h - findings that do not count: waived until a day, or known from an
 * earlier report.
 *
 * Both stay in the report, marked, and take no part in any status.  What could
 * not be determined is neither waived nor known.
 */
#ifndef ACCEPTED_H
#define ACCEPTED_H

#include "base/arena.h"
#include "base/ip.h"
#include "check/checks.h"
#include "check/finding.h"

struct report;
struct policy;

/* An accepted finding. */
struct waiver {
	struct str code;    /* whole, or up to "*" */
	struct str subject; /* the same; empty: any */
	struct str domain;  /* empty: any */
	struct str reason;
	struct str until; /* its last day, as it is written */
	int64_t until_day;
	bool is_used;
};

/* What a run does not count; settings that outlive all reports. */
struct waivers {
	struct waiver *list;
	size_t n;
	int64_t today;
	bool many; /* of a batch: who is unused is said at its end */
};

/* A finding of an earlier report. */
struct known {
	struct str sender; /* baseline_sender() */
	enum check_id check;
	enum finding_id id;
	enum severity severity;
	struct str subject; /* escaped, as in JSON */
	struct ip ip;       /* or none */
};

/* By sender, in the order of the report. */
struct baseline {
	const struct known *list;
	size_t n;
};

/* What tells senders apart: domain and label. */
struct str
baseline_sender(struct arena *a, struct str domain, struct str label);

/* What a report says of its baseline. */
struct baseline_view {
	size_t nknown;
	const struct known **gone; /* no longer found */
	size_t ngone;
};

/* Marks findings, and gives statuses and verdict anew. */
void accepted_mark(struct report *report, const struct policy *policy);

#endif

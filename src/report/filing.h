/*
 * filing.h - what to file with an address's provider, and in which order: the
 * reverse name of each address, then the request to open port 25.
 *
 * Everywhere the host's address record comes first, so nothing can be filed
 * before the report at --stage request has nothing against it.  What is printed
 * is a shell script whose commentary says the rest; what only the user knows
 * is a variable that stops the command while it is not set.
 */
#ifndef FILING_H
#define FILING_H

#include "base/buf.h"
#include "check/judge.h"

enum filing_id {
#define FILING(id, ...) FILING_##id,
#include "report/filing.def"
#undef FILING
	FILING_COUNT
};

struct filing_info {
	const char *name;  /* "aws" */
	const char *title; /* "Amazon Web Services" */
	const char *where; /* the command or the page that sets a PTR */
	/* Of what is printed: before the addresses, for each IPv4 and each
	 * IPv6 address, and behind them.  {ip}, {host}, {domain} and {list},
	 * the addresses with their hosts, are filled in. */
	const char *before, *ipv4, *ipv6, *behind;
};

extern const struct filing_info filing_info[FILING_COUNT];

enum filing_id filing_by_name(struct str name); /* or FILING_COUNT */

/* Adds what to file; or, as commentary, why nothing can be filed yet. */
void filing_write(struct buf *out, const struct report *report,
    const struct filing_info *info);

#endif

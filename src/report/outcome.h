/* outcome.h - what a check came to, and its findings, as the formats that know
 * tests or entries have them. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "fix/change.h"
#include "report/format.h"

/* A bad line of a batch has no code of its own in findings.def. */
#define BAD_LINE_CODE "batch.bad-line"

/* The finding that counts and weighs most, the first of them; NULL: none. */
const struct finding *worst_finding(const struct result *r);

/* What a check was about: its subject, and the IP if it is another; empty
 * where it was about nothing. */
struct str result_about(struct arena *a, const struct result *r);

/* "example.com from 203.0.113.6 and 2001:db8::6 as mta1.example.com" */
struct str report_title(const struct report *report);

/* Why a finding does not count: "known", or "waived until ..."; or empty. */
struct str finding_mark(struct arena *a, const struct finding *f);

/* What is to be done about a finding: what it says itself, or its row. */
struct str finding_advice(const struct finding *f);

/* Adds all that a finding says as lines, escaped: severity, code and sentence;
 * below them the advice, the record, the changes and the reference. */
void finding_lines(
    struct buf *out, const struct report *report, const struct finding *f);

/* A record change as one escaped line, without a line feed; out is in an
 * arena. */
void fix_line(struct buf *out, const struct change *change);

/* The next change that mends a finding, behind after; NULL: the first. */
const struct change *fix_next(const struct report *report,
    const struct finding *f, const struct change *after);

#endif

/*
 * text.h - the parts of the report for people; format_text in text.c puts
 * them together.
 */
#ifndef TEXT_H
#define TEXT_H

#include "base/buf.h"
#include "report/format.h"
#include "report/page.h"

enum { TEXT_INDENT = 6 }; /* of what stands below a check's line */

struct text {
	struct page page;
	struct arena a;
	const struct report *report;
	const struct format_choice *choice;
	size_t status_width; /* of the two columns that each check has */
	size_t check_width;
	bool is_begun;               /* something stands above */
	bool is_apart;               /* with a blank line between */
	bool advised[FINDING_COUNT]; /* whose advice has been given */
	/* How long caches hide a change: the one that was asked; any other. */
	struct hiding {
		uint32_t here_s[CHECK_COUNT];
		uint32_t elsewhere_s[CHECK_COUNT];
		bool is_open[CHECK_COUNT]; /* elsewhere it is not known */
	} hiding;
};

/* How the part of a record that a finding is about looks. */
enum ink text_severity_ink(enum severity severity);

/* The text must stay where it is; report may be NULL.  What it uses is freed
 * with its arena. */
void text_begin(struct text *t, struct buf *out, const struct report *report,
    const struct format_choice *choice);

/* A check's line and its findings, without its tree. */
void text_result(struct text *t, const struct result *r);

/* "pass", "FAIL", ... */
struct str text_status_word(enum status status);

/* The status and two blanks; the column behind them. */
size_t text_status(struct text *t, enum status status);

/* A blank line, but for the first and where there is one. */
void text_part(struct text *t);

/* A paragraph below a check's line. */
void text_paragraph(struct text *t, struct str text, enum ink ink);

/* The sentence and its code, the record, what to do; caches of a check. */
void
text_finding(struct text *t, const struct result *r, const struct finding *f);

/* Why a finding does not count, if it does not. */
void text_accepted(struct text *t, const struct finding *f);

/* What became of the baseline's findings, if there is a baseline. */
void text_baseline(struct text *t);

/* How long caches hide changes. */
void text_caches(struct text *t);

/* What to change, as lines to paste. */
void text_changes(struct text *t);

/* What was taken from the message, and from where in it. */
void text_message(struct text *t);

/* What a proposed change does: the reader wants to know what was judged. */
void text_proposed(struct text *t);

/* Every lookup, and what it brought. */
void text_answers(struct text *t);

/* "2 of 9 checks failed: reverse, spf", or how else it ended. */
struct str verdict_text(struct arena *a, const struct report *report);

/* The last line: the verdict, and what it took. */
void text_verdict(struct text *t);

#endif

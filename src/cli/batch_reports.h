/*
 * batch_reports.h - the reports of a batch: all formats that were asked for,
 * each written in the order of the input, to its own place.
 *
 * A sender has one ticket for all of them.  What is done before its turn has
 * come waits in the reports' reorder buffers.
 */
#ifndef BATCH_REPORTS_H
#define BATCH_REPORTS_H

#include "base/seen.h"
#include "cli/output.h"
#include "cli/reorder.h"
#include "cli/settings.h"
#include "report/document.h"

struct batch_report {
	struct document doc;
	struct reorder order;
	struct output to;
	bool is_open;
};

/* Where a line of the input stands in all reports. */
struct batch_place {
	uint64_t ticket;
	uint64_t line;
	bool is_again; /* its domain has come before, if a report needs to know
			*/
};

struct batch_reports {
	struct batch_report *list;
	size_t n;
	struct buf text; /* of the part being made */
	struct seen domains;
	bool names_senders; /* domains are remembered */
	bool is_broken;     /* one of them could not be written */
	/* Takes a part of a report, and empties text, in a process that does
	 * not write; or NULL. */
	void (*send)(
	    void *owner, size_t report, uint64_t ticket, struct buf *text);
	void *owner;
};

/* Settles what is to be written of an input, NULL for standard input; false,
 * and errno, where there is no room for what must wait.  Before
 * confined_begin(). */
bool batch_reports_init(struct batch_reports *r,
    const struct settings *settings, const char *input);

/* Opens all places, and writes what stands before all senders. */
enum quit batch_reports_begin(struct arena *a, struct batch_reports *r);

/* A place in all of them, for the input's line of that number; no domain is
 * that of a bad line. */
struct batch_place
batch_reports_take(struct batch_reports *r, uint64_t line, struct str domain);

/* What stands in that place. */
void batch_reports_put_sender(struct batch_reports *r,
    const struct batch_place *place, const struct report *report,
    struct str started);
void batch_reports_put_bad_line(
    struct batch_reports *r, uint64_t line, struct str error);

/* The same for a sender that has its place and cannot be judged. */
void batch_reports_put_error(
    struct batch_reports *r, const struct batch_place *place, struct str error);

/* The same, of a part that another process made: of report i, which is below
 * n.  The text is emptied. */
void batch_reports_put_part(
    struct batch_reports *r, size_t i, uint64_t ticket, struct buf *text);

/* Writes what is in order. */
void batch_reports_write(struct batch_reports *r);

bool batch_reports_are_ready(const struct batch_reports *r); /* some of it */
bool batch_reports_are_full(const struct batch_reports *r);
size_t batch_reports_octets(const struct batch_reports *r);    /* that wait */
uint64_t batch_reports_written(const struct batch_reports *r); /* line */

/* What comes after all senders, and every place gets its report; or none
 * does. */
enum quit batch_reports_end(struct arena *a, struct batch_reports *r);
void batch_reports_abandon(struct batch_reports *r);

/* Says of which report a signal left what. */
void batch_reports_interrupted(struct arena *a, const struct batch_reports *r);

void batch_reports_free(struct batch_reports *r);

#endif

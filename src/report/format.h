/*
 * format.h - how reports are written: the table of formats.
 *
 * A format makes a part for each sender and each bad line, in whatever order
 * they are judged, and from nothing but what it is given; the document
 * (document.h) takes the parts in the order of the input.  No format writes
 * anything itself.  To add one: one file, one row in formats.def.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "check/gate.h"

/* What the user chose, and where in the input the sender stands. */
struct format_choice {
	bool color;
	bool lines;     /* to draw with, beyond ASCII */
	size_t columns; /* of the terminal; 0: none */
	bool quiet;
	bool verbose;
	bool workflow;      /* nothing may be a command to GitHub */
	bool timeless;      /* no times: the same answers, the same bytes */
	bool is_brief;      /* without the DNS's answers */
	bool many;          /* the senders of a batch, or one alone */
	struct gate gate;   /* what counts as a failure */
	struct str started; /* RFC 3339; not with timeless */
	const char *input;  /* the batch's file; NULL: standard input */
	uint64_t line;      /* of the batch's input */
	bool is_again;      /* the domain had an earlier line */
};

struct document;
struct workflow_marks;

/* What a format does; each but sender and bad_line may be NULL. */
struct format_ways {
	/* Adds a sender's part, or that of a bad line, whose error is raw. */
	void (*sender)(struct buf *out, const struct report *report,
	    const struct format_choice *choice);
	void (*bad_line)(struct buf *out, struct str error,
	    const struct format_choice *choice);
	/* What stands before all parts, and behind them. */
	void (*begin)(struct document *doc);
	void (*end)(struct document *doc);
	/* Takes one piece of a part (document.h); NULL: parts have no pieces
	 * and are written as they are. */
	void (*place)(struct document *doc, unsigned stream, struct str text);
	/* How the format writes what could be a command to GitHub
	 * (base/workflow.h); NULL: it has no such thing, but what it means to
	 * say. */
	const struct workflow_marks *marks;
	unsigned streams;   /* of pieces that wait until the end */
	bool names_senders; /* needs to know whether a domain comes again */
};

enum format_id {
#define FORMAT(id, name, ways, title) FORMAT_##id,
#include "report/formats.def"
#undef FORMAT
	FORMAT_COUNT
};

#define FORMAT(id, name, ways, title) extern const struct format_ways ways;
#include "report/formats.def"
#undef FORMAT

struct format_info {
	const char *name;
	const struct format_ways *ways;
	const char *title;
};

extern const struct format_info format_info[FORMAT_COUNT];

enum format_id format_by_name(struct str name); /* or FORMAT_COUNT */

#endif

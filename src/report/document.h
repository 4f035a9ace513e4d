/*
 * document.h - one report as it is written: what stands before the senders,
 * the parts of the senders, and what comes after them.
 *
 * A part is octets, so that it can wait for its turn, or come from another
 * process.  Where the format has streams it is made of pieces, each marked
 * with its stream: stream 0 is written straight away, the others wait in a
 * temporary file (base/spool.h) until the format's end() wants them.  So a
 * document over any number of senders takes little memory.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "base/spool.h"
#include "report/format.h"

struct document {
	const struct format_ways *ways;
	struct format_choice choice;
	/* Takes what is to be written; false: no more can be, and errno. */
	bool (*write)(void *owner, struct str text);
	void *owner;
	struct buf out;     /* not yet written */
	struct spool spool; /* what waits */
	uint64_t count;     /* for the format: of what it numbers */
	bool has_member;    /* for the format: its list has one */
	uint64_t octets;    /* written, and in out */
	int64_t started_us;
	int broken; /* errno of write(); 0: all has been written */
};

void document_init(struct document *doc, const struct format_ways *ways,
    const struct format_choice *choice);

/* Before the process confines itself: a file for what waits, if anything
 * does.  Without it all of that is kept in memory.  False, and errno. */
bool document_open_spool(struct document *doc);

/* Whether parts are written as they are. */
bool document_is_plain(const struct document *doc);

void document_begin(struct document *doc);
/* Writes what has not been written yet, but what waits. */
void document_flush(struct document *doc);
/* Parts of senders and bad lines, in the order of the input. */
void document_put(struct document *doc, struct str parts);
/* Writes what waits; false, and errno, if anything was not written. */
bool document_end(struct document *doc);
void document_free(struct document *doc);

/* For formats: a piece of a part, from begin to end, as it is made. */
size_t piece_begin(struct buf *out, unsigned stream);
void piece_end(struct buf *out, size_t begun);

/* For formats: adds to what is written, or to what waits in a stream. */
void document_write(struct document *doc, struct str text);
void document_keep(struct document *doc, unsigned stream, struct str text);
/* Writes all that waits in a stream. */
void document_release(struct document *doc, unsigned stream);

#endif

/*
 * worker.h - a process of batch --jobs that judges senders.
 *
 * It is forked from the batch once that has read its files, gets lines from
 * it, and gives back frames (frame.h).  It has sockets and random numbers of
 * its own, and ends when it gets no more lines or nobody takes its frames.
 */
#ifndef WORKER_H
#define WORKER_H

#include "cli/batch_line.h"
#include "cli/batch_reports.h"
#include "cli/sources.h"

/* Octets of a line that is handed to a worker: ticket, number, whether its
 * domain has come before, and the input's line. */
enum { WORKER_LINE_MAX = 64 + BATCH_LINE_MAX };

/* Adds the line of a sender as a worker takes it. */
void
worker_line(struct buf *out, const struct batch_place *place, struct str line);

/* Judges what lines say until their end; never returns. */
_Noreturn void
worker_run(int lines, int frames, const struct settings *settings,
    struct sources *sources, struct batch_reports *reports);

#endif

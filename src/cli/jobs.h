/*
 * jobs.h - the workers of batch --jobs: each a process that judges some of the
 * senders (worker.h), while this one reads the input and writes the output.
 *
 * A worker that dies takes nothing with it: what it had not told of whole is
 * judged again, one sender at a time, by another.  A sender that ends a worker
 * which judges nothing else has an error in its place.
 */
#ifndef JOBS_H
#define JOBS_H

#include "cli/batch_reports.h"
#include "cli/sources.h"

struct jobs;

/* Told of each sender once its reports are in their places: how it ended, and
 * its verdict; QUIT_ERROR: there is none. */
typedef void jobs_done(void *owner, enum quit quit, enum status verdict);

/* Starts n workers; the settings, the sources, which nobody has asked yet, and
 * the reports outlive them.  NULL, and errno, where a process cannot be
 * started. */
struct jobs *
jobs_start(size_t n, const struct settings *settings, struct sources *sources,
    struct batch_reports *reports, jobs_done *done, void *owner);

/* Whether some worker takes another sender. */
bool jobs_have_room(const struct jobs *jobs);

/* A sender that was read from the line, with its place in the reports. */
void
jobs_give(struct jobs *jobs, const struct batch_place *place, struct str line);

/* Senders that were given and are not judged. */
size_t jobs_open(const struct jobs *jobs);

/* Waits until a worker tells something, input (-1: none) can be read, or so
 * many milliseconds are over, and takes what there is.  False, and errno,
 * where it cannot wait, or a worker is gone and no other can be started. */
bool jobs_turn(struct jobs *jobs, int input, int timeout_ms);

/* Ends the workers, and says what the network lost.  With senders that are open
 * it kills them. */
struct client_tally jobs_end(struct jobs *jobs);

#endif

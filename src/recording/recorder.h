/*
 * recorder.h - a source that hands on what others answer, and keeps it in a
 * recording: each question is asked once, however often the store forgets it.
 */
#ifndef RECORDER_H
#define RECORDER_H

#include "dns/source.h"
#include "recording/recording.h"

struct recorder;

/* Asks the sources, which outlive it, as the recording does.  Its answers are
 * kept as of that kind; those to questions of a type with TYPE_PUBLISHED as
 * published ones.  Data that is_secret tells of is not kept, and names are kept
 * as shown makes them, in the arena. */
struct recorder *recorder_new(struct recording *recording, enum recorded kind,
    struct source *sources, bool (*is_secret)(const struct record *record),
    struct name (*shown)(struct arena *a, struct name name));

/* What is still open has got no answer: it is kept as TIMEOUT.  Nothing is
 * asked any more; before the sources are freed, and the stores that its
 * questions came from. */
void recorder_end(struct recorder *recorder);

/* After the sources are. */
void recorder_free(struct recorder *recorder);

struct source *recorder_source(struct recorder *recorder);

#endif

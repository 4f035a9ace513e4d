/*
 * replay.h - a recording as a source.
 *
 * It answers at once, or never: where the time was over, the questions that
 * were open then, and those that are not recorded, stay open.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "dns/source.h"
#include "recording/recording.h"

enum replay_view {
	/* Answers as they were given; it takes every question. */
	REPLAY_WHOLE,
	/* What the DNS has published, whatever was proposed; the same. */
	REPLAY_PUBLISHED,
	/* Answers as they were given, in front of the change that they were
	 * given with, which takes the questions that are left out. */
	REPLAY_PROPOSED,
};

struct replay {
	struct source source; /* first: the source is the replay */
	const struct recording *recording;
	enum replay_view view;
};

/* Fills it in; the recording outlives it. */
struct source *replay_begin(struct replay *replay,
    const struct recording *recording, enum replay_view view);

#endif

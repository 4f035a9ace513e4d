/*
 * senders.h - the senders of a batch that are under way: a window of them,
 * judged by one loop and answered from one store.
 */
#ifndef SENDERS_H
#define SENDERS_H

#include "cli/batch_line.h"
#include "cli/batch_reports.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "facts/batch.h"

enum { SENDERS_WINDOW = 256 }; /* under way, at most */

/* One line of input that is being judged. */
struct sender {
	struct job job;
	struct arena a; /* its request */
	struct request req;
	struct str started;       /* RFC 3339; empty: times do not show */
	struct batch_place place; /* in the output */
	struct sender *next;
};

struct senders {
	const struct settings *settings;
	struct sources *sources;
	struct batch batch;
	struct check_goal goal; /* of each */
	struct store store;
	struct sender list[SENDERS_WINDOW];
	struct sender *idle;
	/* Told of each sender that is judged, in whatever order they end. */
	void (*done)(void *owner, const struct sender *sender,
	    const struct report *report);
	void *owner;
};

/* What a line says; of a sender the request is built in its arena, which is
 * emptied first.  BATCH_LINE_BAD also for a sender that no source knows, and
 * *error says why, raw. */
enum batch_line sender_read(struct sender *sender,
    const struct sources *sources, struct str line, struct str *error);

/* The name that a baseline knows the sender by. */
struct str sender_name(struct sender *sender);

/* How many may be under way in a process. */
size_t senders_window(const struct settings *settings);

/* The settings and the sources outlive them; done and owner are the caller's to
 * set. */
void senders_begin(struct senders *s, const struct settings *settings,
    struct sources *sources);

/* Drops the senders that are under way; call it before the sources are closed.
 */
void senders_stop(struct senders *s);
void senders_free(struct senders *s); /* after that */

/* Whether another may be started, as far as they know. */
bool senders_have_room(const struct senders *s);

/* How many may be started before senders_turn() is to see what they ask. */
size_t senders_burst(const struct senders *s);

/* The sender that a line is to be read into, while there is room. */
struct sender *senders_next(struct senders *s);

/* Starts that one, which has its place. */
void senders_start(struct senders *s, struct sender *sender);

/* Judges every sender that can be judged by now, and waits until until_us at
 * most. */
void senders_turn(struct senders *s, int64_t until_us);

#endif

/*
 * recording.h - the answers of a run, as a file that is read again.
 *
 * A question may have two answers: the published one, and the one that a
 * proposed change makes of it.  The file has a line for each, sorted by name
 * and type, so that two recordings can be compared:
 *
 *	mailpreflight-recording 1 2026-11-26
 *	example.com MX NOERROR ttl 300 | 300 10 mx1.example.com
 *
 * A domain that was judged without any question of its own has a line, too:
 *
 *	example.net covered
 *
 * What was fetched over HTTPS stands in the last line: how that ended, the
 * address, HTTP's status, Content-Type, Location, what went wrong, the text:
 *
 *	mta-sts.example.net fetched done "192.0.2.1" 200 "text/plain" "" ""
 *"..."
 *
 * Words are those of zone files, with their quotes and escapes (RFC 1035
 * section 5.1).  Times that answers took are not in it.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fetched.h"
#include "dns/answer.h"
#include "dns/name_map.h"

/* Larger files are not read. */
enum { RECORDING_BYTES_MAX = 256 * 1024 * 1024 };

/* Of the file; another is not read. */
enum { RECORDING_VERSION = 1 };

enum recorded {
	RECORDED,           /* the answer to whoever asks */
	RECORDED_PUBLISHED, /* what is published, where a change differs */
	RECORDED_KINDS
};

struct recording {
	struct arena a;
	struct name_map names;
	struct name_map above; /* names that have a question at or below them */
	size_t n;              /* questions */
	struct str day;        /* YYYY-MM-DD, of the recording */
	int64_t day_number;    /* the same, as date.h has it, once it is read */
	bool is_authoritative; /* the zones' own servers were asked */
	bool is_late; /* some of it was out of time: what was not asked is
		       * open to a replay, too */
	struct name fetched_host; /* or no name: nothing was fetched */
	struct fetched fetched;
	struct str change; /* what tells one proposed change from another;
			    * empty: there was none */
};

/* A zeroed struct recording is an empty one. */
void recording_free(struct recording *recording);

/* Keeps a copy of the first answer to each question. */
void recording_put(struct recording *recording, struct name name, uint16_t type,
    enum recorded kind, const struct answer *answer);

/* NULL: there is none. */
const struct answer *recording_get(const struct recording *recording,
    struct name name, uint16_t type, enum recorded kind);

/* A domain that is judged from these answers. */
void recording_cover(struct recording *recording, struct name domain);

/* Whether there is a question at the name or below it, or it was judged. */
bool recording_covers(const struct recording *recording, struct name domain);

/* Keeps a copy of what a host was fetched from, in place of an earlier one. */
void recording_put_fetched(struct recording *recording, struct name host,
    const struct fetched *fetched);

/* NULL: nothing was fetched from there. */
const struct fetched *
recording_fetched(const struct recording *recording, struct name host);

/* Calls with each question by name and type, and its answers, or NULL for one
 * that is not there; of type 0 and without any it is a domain that was judged
 * without a question of its own. */
void recording_each(struct recording *recording,
    void (*call)(const struct question *question,
	struct answer *const answers[RECORDED_KINDS], void *owner),
    void *owner);

/* The file. */
void recording_write(struct buf *out, struct recording *recording);

struct recording_error {
	unsigned line; /* from 1 */
	struct str what;
};

/* Reads a file into an empty recording; false, and what is wrong with it, in
 * the recording's arena. */
bool recording_read(
    struct recording *recording, struct str text, struct recording_error *err);

#endif

/*
 * batch_line.h - one line of a batch: the sender that it describes.
 *
 * Either words, "DOMAIN IP[,IP...] [host=NAME] [helo=NAME] [mail-from=ADDR]
 * [selector=SEL,...] [stage=...] [profile=...]", or a JSON object with the
 * members of a report's "request".  '#' starts a comment.
 */
#ifndef BATCH_LINE_H
#define BATCH_LINE_H

#include "base/arena.h"
#include "base/str.h"
#include "cli/request_build.h"

/* Longer lines are bad lines: a sender takes some hundred octets. */
enum { BATCH_LINE_MAX = 64 * 1024 };

enum batch_line {
	BATCH_LINE_EMPTY, /* blank, or a comment */
	BATCH_LINE_SENDER,
	BATCH_LINE_BAD,
};

/* Fills out, which points into the arena and the line, or error, which may
 * hold raw text of the line: escape it. */
enum batch_line batch_line_parse(struct arena *a, struct str line,
    struct request_text *out, struct str *error);

#endif

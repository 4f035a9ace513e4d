/*
 * bounce_text.h - what bounces say in words: where the returned message begins,
 * and what the receiver replied.
 */
#ifndef BOUNCE_TEXT_H
#define BOUNCE_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Whether a line of a bounce in plain text says that the returned message
 * follows; *is_head: its header alone does. */
bool bounce_text_marks(struct str line, bool *is_head);

/* The reply that a text quotes, "550 5.7.1 ...", in one line; empty without
 * one. */
struct str bounce_text_reply(struct arena *a, struct str text);

/* The first Diagnostic-Code of a delivery status (RFC 3464 section 2.3.6)
 * without its type, in one line; empty without one. */
struct str bounce_text_diagnostic(struct arena *a, struct str text);

#endif

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

/* The first field of a delivery status with this name, which is in lower case
 * and ends in a colon: its value without its type, in one line, as
 * "Diagnostic-Code: smtp; 550 ..." (RFC 3464 section 2.3.6); empty without
 * one. */
struct str
bounce_text_status(struct arena *a, struct str text, struct str name);

#endif

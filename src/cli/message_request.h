/*
 * message_request.h - a request from a message: what the command line does not
 * say.
 *
 * What the message says is a stranger's: what cannot be part of a request is
 * not taken, and only for want of an author domain is that an error.
 */
#ifndef MESSAGE_REQUEST_H
#define MESSAGE_REQUEST_H

#include "cli/args.h"
#include "cli/request_build.h"
#include "cli/settings.h"
#include "facts/sent.h"

/* Reads the message of --message, and adds to text what it lacks; without that
 * option *out is NULL.  False, and a line in *error. */
bool message_request(struct arena *a, const struct args *args,
    const struct settings *settings, struct request_text *text,
    struct sent **out, struct str *error);

/* Adds the selectors of the message's signatures, unless some were given. */
void message_selectors(struct arena *a, const struct request_text *text,
    struct sent *sent, struct request *req);

#endif

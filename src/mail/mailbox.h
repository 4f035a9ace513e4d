/*
 * mailbox.h - the addresses of a header field (RFC 5322 section 3.4), as people
 * and programs write them: names, comments, groups and all.
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum { MAILBOXES_MAX = 32 };

struct mailbox {
	struct str local;  /* as written, quotes and all */
	struct str domain; /* without a dot at its end */
	bool is_literal;   /* the domain is "[192.0.2.1]" */
};

struct mailboxes {
	size_t n;
	struct mailbox at[MAILBOXES_MAX];
	bool has_other; /* something in it is no address, or there are more */
};

/* value: of the field, with its folds. */
struct mailboxes mailboxes_read(struct arena *a, struct str value);

/* The address of a Return-Path; false where that is "<>" or none. */
bool mailbox_of_path(struct arena *a, struct str value, struct mailbox *out);

#endif

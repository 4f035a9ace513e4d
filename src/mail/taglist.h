/*
 * taglist.h - read "tag=value;" lists: DKIM keys (RFC 6376 section 3.2) and
 * DMARC records (RFC 9989 section 4.7).
 *
 * A reader is a cursor over text that it does not own; the tags it hands out
 * are views into that text.  Errors stick: after the first one
 * taglist_next() returns false, and err, at and n say what and where, until
 * taglist_skip() goes on behind it.
 */
#ifndef TAGLIST_H
#define TAGLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* More tags than any record has; it bounds the search for repeated ones. */
enum { TAGLIST_MAX_TAGS = 64 };

enum taglist_err {
	TAGLIST_OK,
	TAGLIST_EMPTY,     /* nothing at all, or nothing between two ";" */
	TAGLIST_NO_EQUALS, /* "v" instead of "v=..." */
	TAGLIST_NO_NAME,   /* "=DKIM1" */
	TAGLIST_BAD_NAME,  /* not a letter, then letters, digits and "_" */
	TAGLIST_BAD_VALUE, /* an octet that is no visible ASCII and no blank */
	TAGLIST_REPEATED,  /* "p=a; p=b" */
	TAGLIST_TOO_MANY,
};

struct tag {
	struct str name;  /* trimmed; tag names are case-sensitive */
	struct str value; /* trimmed; may be empty */
};

struct taglist {
	struct str text;
	bool utf8; /* values may have more than ASCII (RFC 8616 section 5) */
	size_t at; /* next byte to read, or where the error is */
	size_t n;  /* octets that the error is about */
	enum taglist_err err;
	size_t nnames;
	struct str names[TAGLIST_MAX_TAGS]; /* of the tags so far */
};

/* The next tag; false, and tag untouched, at the end and after an error. */
bool taglist_next(struct taglist *list, struct tag *tag);

/* Forgets an error and goes on behind the next ";"; false where there is
 * none. */
bool taglist_skip(struct taglist *list);

/* What the error is, for people: "two tags of the same name". */
const char *taglist_err_text(enum taglist_err err);

#endif

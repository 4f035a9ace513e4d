/*
 * edns.h - what an OPT record's options say: extended errors (RFC 8914).
 *
 * Codes vary between resolvers, and their text is whatever somebody wrote:
 * for people to read, escaped.
 */
#ifndef EDNS_H
#define EDNS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name.h"
#include "dns/wire.h"

enum { EDNS_TEXT_MAX = 512 }; /* octets kept of an extended error's text */

struct edns {
	bool is_filtered; /* the resolver says that it altered the answer */
	struct str note;  /* "blocked (extended error 15): TEXT", or empty */
};

/* Reads the options; false, and out untouched, unless they fill the data. */
bool edns_read(struct arena *a, struct wire data, struct edns *out);

/* The note with the question's name, and those above it, in lower case: a
 * resolver repeats our random capitals. */
struct str edns_fold(struct arena *a, struct str note, struct name name);

#endif

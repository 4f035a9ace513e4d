/*
 * name.h - DNS names as arrays of labels (RFC 1035 section 3.1).
 *
 * A name is a view of its uncompressed wire form in lower case, with the
 * root's zero octet: a dot or a NUL inside a label is that octet and never
 * looks like anything else.  A zeroed struct name is no name; the root has
 * one octet.  Parents and suffixes are views of the same octets.
 */
#ifndef NAME_H
#define NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum { NAME_MAX_OCTETS = 255, LABEL_MAX_OCTETS = 63 }; /* RFC 1035 2.3.4 */

struct name {
	const unsigned char *wire;
	size_t n;
};

/* From presentation format: dots between labels, \X and \DDD escapes, with or
 * without the last dot ("." is the root).  False, and out untouched, for an
 * empty label, a label over 63 octets, a name over 255 and a bad escape. */
bool name_parse(struct arena *a, struct str text, struct name *out);

/* The same for text in which only the dot is special: an SPF domain-spec. */
bool name_from_labels(struct arena *a, struct str text, struct name *out);

/* A name from length octets and labels, which may be in upper case; copied.
 * False unless wire is exactly one uncompressed name. */
bool name_from_wire(
    struct arena *a, const unsigned char *wire, size_t n, struct name *out);

/* Lower case, without the last dot, and escaped as in a zone file, so that
 * only visible ASCII is in it; the root is ".", no name is "". */
struct str name_text(struct arena *a, struct name name);

/* labels (presentation format) in front of name: "_dmarc" and example.com.
 * False, and out untouched, where the result is not a legal name. */
bool name_below(
    struct arena *a, struct str labels, struct name name, struct name *out);

/* A copy that lives as long as the arena. */
struct name name_copy(struct arena *a, struct name name);

bool name_eq(struct name x, struct name y);
int name_order(struct name x, struct name y); /* by labels from the right */

/* Whether name is ancestor or stands below it, at a label boundary. */
bool name_is_in(struct name name, struct name ancestor);

size_t name_labels(struct name name);      /* the root has none */
struct name name_parent(struct name name); /* the root's is no name */

/* The rightmost labels; the whole name where it has no more. */
struct name name_last(struct name name, size_t labels);

/* The octets of the leftmost label; empty for the root. */
struct str name_label(struct name name);

#endif

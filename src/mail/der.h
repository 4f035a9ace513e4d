/*
 * der.h - read and write DER, the binary form of keys (X.690 section 10).
 *
 * A cursor over octets that it does not own, like taglist.h: errors stick,
 * and what it takes out are views.  Lengths are in their shortest form; tag
 * numbers above 30 are not read.
 */
#ifndef DER_H
#define DER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum der_tag {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_SEQUENCE = 0x30,
};

enum der_err {
	DER_FINE,
	DER_BAD,      /* another element than was asked for, or not DER */
	DER_CUT,      /* an element is longer than what is there */
	DER_NEGATIVE, /* an INTEGER is below zero */
};

struct der {
	struct str rest;
	enum der_err err;
};

/* The contents of the next element, which must have this tag; the empty view
 * after an error. */
struct str der_take(struct der *der, enum der_tag tag);

/* A SEQUENCE to read on in; it has der's error. */
struct der der_enter(struct der *der);

/* The octets of an INTEGER that is not negative, without leading zeros: none
 * for 0. */
struct str der_unsigned(struct der *der);

/* One element, written: the tag, the length, and the contents. */
struct str der_wrap(struct arena *a, enum der_tag tag, struct str body);

/* What went wrong: DER_BAD too where something is left. */
enum der_err der_end(const struct der *der);

/* Whether all went well and nothing is left. */
bool der_is_done(const struct der *der);

#endif

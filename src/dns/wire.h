/*
 * wire.h - a cursor over a DNS message (RFC 1035 section 4).
 *
 * Everything that is read of a message goes through it.  Reading past the
 * end, or what is no name, sets bad for good and gives zeros; read on, and
 * test once.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/name.h"

enum {
	WIRE_UDP_MIN = 512,    /* of a datagram without EDNS: RFC 1035 2.3.4 */
	WIRE_MAX = 65535,      /* octets of a message */
	WIRE_POINTERS_MAX = 64 /* in one name; writers need a few */
};

/* RFC 1035 section 4.1.1, RFC 4035 section 3.2, RFC 6891 section 9. */
enum {
	WIRE_HEADER = 12, /* its octets */
	WIRE_QR = 0x8000,
	WIRE_OPCODE = 0x7800,
	WIRE_AA = 0x0400,
	WIRE_TC = 0x0200,
	WIRE_RD = 0x0100,
	WIRE_RA = 0x0080,
	WIRE_AD = 0x0020,
	WIRE_CD = 0x0010,
	WIRE_RCODE = 0x000f,
	CLASS_IN = 1
};

enum rcode {
	RCODE_NOERROR = 0,
	RCODE_FORMERR = 1,
	RCODE_SERVFAIL = 2,
	RCODE_NXDOMAIN = 3,
	RCODE_NOTIMP = 4,
	RCODE_REFUSED = 5,
	RCODE_BADVERS = 16
};

struct wire {
	const unsigned char *s;
	size_t n, at;
	bool bad;
};

struct wire_header {
	uint16_t id, flags;
	uint16_t questions, answers, authorities, additionals;
};

/* A resource record of the message (RFC 1035 section 4.1.3). */
struct wire_rr {
	size_t owner; /* where its name stands */
	uint16_t type, class;
	uint32_t ttl;
	size_t at, n; /* its data */
};

/* The message as a whole, at its start. */
struct wire wire_of(struct str message);

struct wire_header wire_header(struct wire *w);

unsigned wire_u8(struct wire *w);
uint16_t wire_u16(struct wire *w);
uint32_t wire_u32(struct wire *w);
void wire_skip(struct wire *w, size_t n);

/* Goes past a name; all of it is looked at: its pointers lead backwards, and
 * it has no more than 255 octets. */
void wire_skip_name(struct wire *w);

/* The name at the cursor, uncompressed and in lower case; no name if bad. */
struct name wire_name(struct arena *a, struct wire *w);

/* The record at the cursor; all zeros, whose type nobody looks for, if bad. */
struct wire_rr wire_rr(struct wire *w);

/* The message up to the end of a record's data, at the start of the data; and
 * at the start of its owner. */
struct wire wire_data(const struct wire *w, const struct wire_rr *rr);
struct wire wire_owner(const struct wire *w, const struct wire_rr *rr);

/* Whether the name that stands at an octet of the message is this one. */
bool wire_name_is(const struct wire *w, size_t at, struct name name);

#endif

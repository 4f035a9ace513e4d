/*
 * record.h - one resource record's data, of the types that we read.
 *
 * Data is in wire form, uncompressed, its names in lower case, and has been
 * checked against its type by the source that made it (record_is_legal()), so
 * that the readers below cannot fail.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "dns/name.h"

/* IANA's numbers. */
enum dns_type {
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_PTR = 12,
	TYPE_MX = 15,
	TYPE_TXT = 16,
	TYPE_AAAA = 28,
	TYPE_DNAME = 39,
	TYPE_OPT = 41,
	TYPE_DS = 43,
	TYPE_RRSIG = 46, /* as a question: the signatures of the SOA */
	TYPE_TLSA = 52,
	TYPE_SPF = 99,
};

/* With a question's type: what is published, whatever a proposed change says.
 * No type that is read has this bit. */
enum { TYPE_PUBLISHED = 0x8000 };

struct record {
	uint16_t type; /* an enum dns_type, or any other number */
	uint16_t n;    /* octets of data */
	uint32_t ttl;  /* seconds */
	const unsigned char *data;
};

/* "TXT", or "TYPE1234" for what has no name here; TYPE_PUBLISHED is left
 * out. */
struct str type_text(struct arena *a, uint16_t type);

/* The number of a type's name, in any case; 0 for an unknown one. */
uint16_t type_parse(struct str text);

/* Whether sources read records of the type: all that some check asks for.
 * What is not read has no data. */
bool type_is_read(uint16_t type);

/* Whether the data is exactly what its type requires: one name, two octets
 * and a name, 4 or 16 octets, one or more character-strings that fill it.
 * Types that we don't read are always legal. */
bool record_is_legal(const struct record *r);

/* The order of records of one name and type (RFC 4034 section 6.3), for
 * qsort(): by their octets, and so MX by preference. */
int record_order(const void *x, const void *y);

/* Of more names than these receivers look at those that come first (RFC 7208
 * section 4.6.4). */
enum { RECORD_PTR_FIRST = 10 };

/* A set, as answers have it: in record_order(), so that it does not matter
 * how servers turn it around; but the first RECORD_PTR_FIRST names of a PTR
 * set come first.  Gives how many are left without those that stand twice (RFC
 * 2181 section 5). */
size_t record_set(struct record *records, size_t n);

struct ip record_ip(const struct record *r);        /* A, AAAA */
struct name record_name(const struct record *r);    /* NS, CNAME, PTR, MX */
unsigned record_preference(const struct record *r); /* MX */

/* TXT and SPF: takes the next character-string; start with *at = 0. */
bool record_next_string(const struct record *r, size_t *at, struct str *out);

/* TXT and SPF: all strings joined with nothing between (RFC 7208 section
 * 3.3).  A view of the data where there is only one. */
struct str record_joined(struct arena *a, const struct record *r);

struct record_ds {                  /* RFC 4034 section 5.1 */
	unsigned algorithm, digest; /* IANA's numbers */
};
struct record_ds record_ds(const struct record *r);

struct record_rrsig {          /* RFC 4034 section 3.1 */
	uint16_t covered;      /* the type that it signs */
	uint32_t begins, ends; /* seconds since 1970, modulo 2^32 */
};
struct record_rrsig record_rrsig(const struct record *r);

struct record_tlsa { /* RFC 6698 section 2.1 */
	unsigned usage, selector, matching;
	size_t octets; /* of the data behind them */
};
struct record_tlsa record_tlsa(const struct record *r);

/* The data as in a zone file, without last dots: "10 mx1.example.com". */
struct str record_text(struct arena *a, const struct record *r);

#endif

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/escape.h"
#include "dns/record.h"
#include "dns/wire.h"

/* Octets in front of what has no fixed length: a digest, data, the signer
 * (RFC 4034 sections 3.1 and 5.1, RFC 6698 section 2.1). */
enum { DS_HEAD = 4, TLSA_HEAD = 3, RRSIG_HEAD = 18 };

/* What checks ask for, and what an answer to that may need. */
static const struct {
	uint16_t type;
	struct str name;
} types[] = {
	{ TYPE_A, STR("A") },
	{ TYPE_NS, STR("NS") },
	{ TYPE_CNAME, STR("CNAME") },
	{ TYPE_SOA, STR("SOA") },
	{ TYPE_PTR, STR("PTR") },
	{ TYPE_MX, STR("MX") },
	{ TYPE_TXT, STR("TXT") },
	{ TYPE_AAAA, STR("AAAA") },
	{ TYPE_DNAME, STR("DNAME") },
	{ TYPE_DS, STR("DS") },
	{ TYPE_RRSIG, STR("RRSIG") },
	{ TYPE_TLSA, STR("TLSA") },
	{ TYPE_SPF, STR("SPF") },
};

bool
type_is_read(uint16_t type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return true;
	return false;
}

struct str
type_text(struct arena *a, uint16_t type)
{
	if (type_is_read(type & (uint16_t)~TYPE_PUBLISHED))
		type &= (uint16_t)~TYPE_PUBLISHED;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return types[i].name;
	return arena_printf(a, "TYPE%u", type);
}

uint16_t
type_parse(struct str text)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq_nocase(types[i].name, text))
			return types[i].type;
	return 0;
}

/* The octets of the name that data starts with, or 0. */
static size_t
name_octets(const unsigned char *data, size_t n)
{
	size_t at = 0;

	while (at < n && data[at] != 0) {
		if (data[at] > LABEL_MAX_OCTETS)
			return 0;
		at += data[at] + 1U;
	}
	return at < n && at < NAME_MAX_OCTETS ? at + 1 : 0;
}

static bool
strings_fill(const unsigned char *data, size_t n)
{
	size_t at = 0;

	while (at < n)
		at += data[at] + 1U;
	return n > 0 && at == n;
}

bool
record_is_legal(const struct record *r)
{
	switch (r->type) {
	case TYPE_A:
		return r->n == 4;
	case TYPE_AAAA:
		return r->n == 16;
	case TYPE_NS:
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_DNAME:
		return r->n > 0 && name_octets(r->data, r->n) == r->n;
	case TYPE_MX:
		return r->n > 2 &&
		    name_octets(r->data + 2, r->n - 2U) == r->n - 2U;
	case TYPE_TXT:
	case TYPE_SPF:
		return strings_fill(r->data, r->n);
	case TYPE_DS:
		return r->n > DS_HEAD;
	case TYPE_TLSA:
		return r->n >= TLSA_HEAD;
	case TYPE_RRSIG:
		return r->n > RRSIG_HEAD &&
		    name_octets(
			r->data + RRSIG_HEAD, r->n - (size_t)RRSIG_HEAD) > 0;
	default:
		return true;
	}
}

int
record_order(const void *x, const void *y)
{
	const struct record *a = x, *b = y;

	return str_order((struct str){ (const char *)a->data, a->n },
	    (struct str){ (const char *)b->data, b->n });
}

static size_t
drop_doubles(struct record *records, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort(records, n, sizeof(*records), record_order);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 ||
		    record_order(&records[kept - 1], &records[i]) != 0)
			records[kept++] = records[i];
	return kept;
}

size_t
record_set(struct record *records, size_t n)
{
	size_t first, kept, rest;

	if (n <= RECORD_PTR_FIRST || records[0].type != TYPE_PTR)
		return drop_doubles(records, n);
	first = drop_doubles(records, RECORD_PTR_FIRST);
	kept = first;
	rest = drop_doubles(records + RECORD_PTR_FIRST, n - RECORD_PTR_FIRST);
	for (size_t i = 0; i < rest; i++) {
		const struct record *r = &records[RECORD_PTR_FIRST + i];

		if (bsearch(r, records, first, sizeof(*r), record_order) ==
		    NULL)
			records[kept++] = *r;
	}
	return kept;
}

struct ip
record_ip(const struct record *r)
{
	return ip_from_bytes(r->type == TYPE_A ? IP_V4 : IP_V6, r->data);
}

struct name
record_name(const struct record *r)
{
	size_t skip = r->type == TYPE_MX ? 2 : 0;

	return (struct name){ r->data + skip, r->n - skip };
}

unsigned
record_preference(const struct record *r)
{
	return (unsigned)r->data[0] << 8 | r->data[1];
}

bool
record_next_string(const struct record *r, size_t *at, struct str *out)
{
	if (*at >= r->n)
		return false;
	*out = (struct str){ (const char *)r->data + *at + 1, r->data[*at] };
	*at += out->n + 1;
	return true;
}

struct str
record_joined(struct arena *a, const struct record *r)
{
	struct str part;
	size_t at = 0, n = 0;
	char *joined;

	if (r->n > 0 && r->data[0] + 1U == r->n)
		return (struct str){ (const char *)r->data + 1, r->data[0] };
	joined = arena_alloc(a, r->n, 1);
	while (record_next_string(r, &at, &part)) {
		memcpy(joined + n, part.s, part.n);
		n += part.n;
	}
	return (struct str){ joined, n };
}

static void
put_hex(struct buf *b, const unsigned char *octets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%02x", octets[i]);
}

/* RFC 3597 section 5: data of a type without a presentation format here. */
static void
put_unknown(struct buf *b, const struct record *r)
{
	buf_printf(b, r->n > 0 ? "\\# %u " : "\\# %u", r->n);
	put_hex(b, r->data, r->n);
}

static uint32_t
number_at(const struct record *r, size_t at)
{
	struct wire w = { r->data, r->n, at, false };

	return wire_u32(&w);
}

/* A signature's times are YYYYMMDDHHmmSS (RFC 4034 section 3.2). */
static void
put_time(struct buf *b, uint32_t seconds)
{
	time_t at = (time_t)seconds;
	struct tm tm;

	gmtime_r(&at, &tm);
	buf_printf(b, " %04d%02d%02d%02d%02d%02d", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void
put_signature(struct buf *b, const struct record *r)
{
	const char *data = (const char *)r->data;
	size_t signer =
	    name_octets(r->data + RRSIG_HEAD, r->n - (size_t)RRSIG_HEAD);
	struct name name = { r->data + RRSIG_HEAD, signer };
	size_t head = RRSIG_HEAD + signer;

	buf_printf(b, "%.*s %u %u %u",
	    PSTR(type_text(b->a, (uint16_t)(r->data[0] << 8 | r->data[1]))),
	    r->data[2], r->data[3], number_at(r, 4));
	put_time(b, number_at(r, 8));
	put_time(b, number_at(r, 12));
	buf_printf(b, " %u %.*s %.*s", r->data[16] << 8 | r->data[17],
	    PSTR(name_text(b->a, name)),
	    PSTR(
		base64_encode(b->a, (struct str){ data + head, r->n - head })));
}

struct record_ds
record_ds(const struct record *r)
{
	return (struct record_ds){
		.algorithm = r->data[2],
		.digest = r->data[3],
	};
}

struct record_tlsa
record_tlsa(const struct record *r)
{
	return (struct record_tlsa){
		.usage = r->data[0],
		.selector = r->data[1],
		.matching = r->data[2],
		.octets = r->n - (size_t)TLSA_HEAD,
	};
}

struct record_rrsig
record_rrsig(const struct record *r)
{
	return (struct record_rrsig){
		.covered = (uint16_t)(r->data[0] << 8 | r->data[1]),
		.ends = number_at(r, 8),
		.begins = number_at(r, 12),
	};
}

struct str
record_text(struct arena *a, const struct record *r)
{
	struct buf b = { .a = a };
	struct str part;

	switch (r->type) {
	case TYPE_A:
	case TYPE_AAAA:
		return ip_text(a, record_ip(r));
	case TYPE_NS:
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_DNAME:
		return name_text(a, record_name(r));
	case TYPE_MX:
		return arena_printf(a, "%u %.*s", record_preference(r),
		    PSTR(name_text(a, record_name(r))));
	case TYPE_TXT:
	case TYPE_SPF:
		for (size_t at = 0; record_next_string(r, &at, &part);) {
			if (b.n > 0)
				buf_byte(&b, ' ');
			buf_quoted(&b, part);
		}
		return buf_view(&b);
	case TYPE_DS:
		buf_printf(&b, "%u %u %u ", r->data[0] << 8 | r->data[1],
		    r->data[2], r->data[3]);
		put_hex(&b, r->data + DS_HEAD, r->n - (size_t)DS_HEAD);
		return buf_view(&b);
	case TYPE_RRSIG:
		put_signature(&b, r);
		return buf_view(&b);
	case TYPE_TLSA:
		if (r->n == TLSA_HEAD)
			break;
		buf_printf(&b, "%u %u %u ", r->data[0], r->data[1], r->data[2]);
		put_hex(&b, r->data + TLSA_HEAD, r->n - (size_t)TLSA_HEAD);
		return buf_view(&b);
	default:
		break;
	}
	put_unknown(&b, r);
	return buf_view(&b);
}

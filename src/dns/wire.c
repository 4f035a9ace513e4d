#include <string.h>

#include "dns/wire.h"

/* Takes n octets; NULL where there are not as many. */
static const unsigned char *
take(struct wire *w, size_t n)
{
	const unsigned char *p = w->s + w->at;

	if (w->bad || n > w->n - w->at) {
		w->bad = true;
		return NULL;
	}
	w->at += n;
	return p;
}

unsigned
wire_u8(struct wire *w)
{
	const unsigned char *p = take(w, 1);

	return p == NULL ? 0 : p[0];
}

uint16_t
wire_u16(struct wire *w)
{
	const unsigned char *p = take(w, 2);

	return p == NULL ? 0 : (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

uint32_t
wire_u32(struct wire *w)
{
	const unsigned char *p = take(w, 4);

	if (p == NULL)
		return 0;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

struct wire
wire_of(struct str message)
{
	return (struct wire){ (const unsigned char *)message.s, message.n, 0,
		false };
}

struct wire_header
wire_header(struct wire *w)
{
	struct wire_header h = { 0 };

	h.id = wire_u16(w);
	h.flags = wire_u16(w);
	h.questions = wire_u16(w);
	h.answers = wire_u16(w);
	h.authorities = wire_u16(w);
	h.additionals = wire_u16(w);
	return h;
}

void
wire_skip(struct wire *w, size_t n)
{
	take(w, n);
}

/* A walk along the labels of one name. */
struct walk {
	size_t at;
	size_t after;  /* where the cursor goes on; 0: no pointer yet */
	size_t before; /* a pointer must lead to before this octet */
	unsigned pointers;
	size_t octets; /* of the name so far, the root's not counted */
	bool bad;
};

/* Follows the pointers that stand at the walk's place.  Each leads to before
 * the place where its own part of the name began, so that the walk ends. */
static bool
follow_pointers(const struct wire *w, struct walk *k)
{
	while (k->at < w->n && w->s[k->at] >= 0xc0) {
		size_t to;

		if (w->n - k->at < 2 || ++k->pointers > WIRE_POINTERS_MAX)
			return false;
		to = (w->s[k->at] & 0x3fU) << 8 | w->s[k->at + 1];
		if (to >= k->before)
			return false;
		if (k->after == 0)
			k->after = k->at + 2;
		k->at = k->before = to;
	}
	return k->at < w->n;
}

/* The next label and its length octet, or NULL at the name's end. */
static const unsigned char *
next_label(const struct wire *w, struct walk *k)
{
	const unsigned char *label;

	if (!follow_pointers(w, k)) {
		k->bad = true;
		return NULL;
	}
	label = w->s + k->at;
	if (*label == 0)
		return NULL;
	k->octets += *label + 1U;
	if (*label > LABEL_MAX_OCTETS || w->n - k->at <= *label + 1U ||
	    k->octets >= NAME_MAX_OCTETS) {
		k->bad = true;
		return NULL;
	}
	k->at += *label + 1U;
	return label;
}

static struct walk
walk_begin(size_t at)
{
	return (struct walk){ .at = at, .before = at };
}

static void
walk_end(struct wire *w, const struct walk *k)
{
	if (k->bad)
		w->bad = true;
	else
		w->at = k->after > 0 ? k->after : k->at + 1;
}

void
wire_skip_name(struct wire *w)
{
	struct walk k = walk_begin(w->at);

	if (w->bad)
		return;
	while (next_label(w, &k) != NULL)
		;
	walk_end(w, &k);
}

struct name
wire_name(struct arena *a, struct wire *w)
{
	unsigned char name[NAME_MAX_OCTETS], *p = name;
	struct walk k = walk_begin(w->at);
	const unsigned char *label;
	struct str copy;

	if (w->bad)
		return (struct name){ 0 };
	while ((label = next_label(w, &k)) != NULL)
		/* A length octet is at most 63 and so no capital letter. */
		for (size_t i = 0; i <= *label; i++)
			*p++ = (unsigned char)byte_lower((char)label[i]);
	walk_end(w, &k);
	if (w->bad)
		return (struct name){ 0 };
	*p++ = 0;
	copy = arena_str(a, (struct str){ (char *)name, (size_t)(p - name) });
	return (struct name){ (const unsigned char *)copy.s, copy.n };
}

bool
wire_name_is(const struct wire *w, size_t at, struct name name)
{
	struct walk k = walk_begin(at);
	const unsigned char *label, *p = name.wire, *end = p + name.n;

	while ((label = next_label(w, &k)) != NULL) {
		if ((size_t)(end - p) <= *label + 1U)
			return false;
		for (size_t i = 0; i <= *label; i++)
			if (byte_lower((char)label[i]) != (char)*p++)
				return false;
	}
	return !k.bad && end - p == 1;
}

struct wire_rr
wire_rr(struct wire *w)
{
	struct wire_rr rr = { .owner = w->at };

	wire_skip_name(w);
	rr.type = wire_u16(w);
	rr.class = wire_u16(w);
	rr.ttl = wire_u32(w);
	rr.n = wire_u16(w);
	rr.at = w->at;
	wire_skip(w, rr.n);
	if (w->bad)
		rr = (struct wire_rr){ 0 };
	return rr;
}

struct wire
wire_data(const struct wire *w, const struct wire_rr *rr)
{
	return (struct wire){ w->s, rr->at + rr->n, rr->at, false };
}

struct wire
wire_owner(const struct wire *w, const struct wire_rr *rr)
{
	return (struct wire){ w->s, w->n, rr->owner, false };
}

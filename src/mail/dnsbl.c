#include <stddef.h>

#include "base/buf.h"
#include "mail/dnsbl.h"

const struct dnsbl dnsbl[DNSBL_COUNT] = {
#define LIST(id, zone, zone_v6, keyed, kind, is_major, test, site) \
	[DNSBL_##id] = { zone, zone_v6, keyed, kind, is_major, test, site },
#include "mail/dnsbl.def"
#undef LIST
};

enum { ANY = -1 };

static const struct row {
	enum dnsbl_id list;
	int third;
	unsigned char from, to; /* the fourth octet */
	struct dnsbl_reply reply;
} rows[] = {
#define REPLY(list, third, from, to, meaning, what) \
	{ DNSBL_##list, third, from, to, { DNSBL_IS_##meaning, what } },
#include "mail/dnsbl_replies.def"
#undef REPLY
};

/* Below which the keys of customers stand. */
static const struct str keyed_zone = STR("dq.spamhaus.net");

static bool
name_in(struct arena *a, enum dnsbl_id id, struct str labels, const char *zone,
    struct str key, struct name *out)
{
	struct name origin;

	if (key.n > 0 && dnsbl[id].keyed != NULL) {
		zone = dnsbl[id].keyed;
		labels = arena_printf(a, "%.*s.%.*s", PSTR(labels), PSTR(key));
	}
	return name_parse(a, str_of(zone), &origin) &&
	    name_below(a, labels, origin, out);
}

/* RFC 5782 section 2.1 and 2.4: octets or nibbles, from the last. */
bool
dnsbl_address_name(struct arena *a, enum dnsbl_id id, struct ip ip,
    struct str key, struct name *out)
{
	bool is_v4 = ip.family == IP_V4;
	const char *zone = is_v4 ? dnsbl[id].zone : dnsbl[id].zone_v6;
	struct buf b = { .a = a };

	if (dnsbl[id].kind == DNSBL_DOMAIN || zone == NULL)
		return false;
	for (size_t i = ip_bits(ip.family) / 8; i-- > 0;) {
		const char *dot = b.n > 0 ? "." : "";

		if (is_v4)
			buf_printf(&b, "%s%u", dot, ip.b[i]);
		else
			buf_printf(
			    &b, "%s%x.%x", dot, ip.b[i] & 15U, ip.b[i] >> 4);
	}
	return name_in(a, id, buf_view(&b), zone, key, out);
}

bool
dnsbl_domain_name(struct arena *a, enum dnsbl_id id, struct name domain,
    struct str key, struct name *out)
{
	return dnsbl[id].kind == DNSBL_DOMAIN && name_labels(domain) > 0 &&
	    name_in(a, id, name_text(a, domain), dnsbl[id].zone, key, out);
}

struct name
dnsbl_listed_name(struct arena *a, enum dnsbl_id id, struct str key)
{
	struct name name = { 0 };

	name_in(a, id, str_of(dnsbl[id].test), dnsbl[id].zone, key, &name);
	return name;
}

struct name
dnsbl_clean_name(struct arena *a, enum dnsbl_id id, struct str key)
{
	struct str clean =
	    dnsbl[id].kind == DNSBL_DOMAIN ? S("invalid") : S("1.0.0.127");
	struct name name = { 0 };

	name_in(a, id, clean, dnsbl[id].zone, key, &name);
	return name;
}

/* REST.KEY.LIST.dq.spamhaus.net */
struct name
dnsbl_masked(struct arena *a, struct name name)
{
	size_t n = name_labels(name);
	struct buf rest = { .a = a };
	struct name zone, masked;

	if (n < 5 || !name_parse(a, keyed_zone, &zone) ||
	    !name_is_in(name, zone))
		return name;
	for (struct name at = name; name_labels(at) > 5; at = name_parent(at))
		buf_printf(&rest, "%.*s.", PSTR(name_label(at)));
	buf_text(&rest, DNSBL_MASK);
	return name_below(a, buf_view(&rest), name_last(name, 4), &masked)
	    ? masked
	    : zone;
}

static struct dnsbl_reply
read_one(enum dnsbl_id id, struct ip ip)
{
	static const struct dnsbl_reply hijacked = { DNSBL_IS_HIJACKED, "" };
	static const struct dnsbl_reply refused = { DNSBL_IS_REFUSED, "" };
	static const struct dnsbl_reply listed = { DNSBL_IS_LISTED, "" };

	if (ip.b[0] != 127)
		return hijacked;
	if (ip.b[1] == 255 && ip.b[2] == 255)
		return refused; /* Spamhaus's way to say so, and others' */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];

		if (row->list == id && ip.b[3] >= row->from &&
		    ip.b[3] <= row->to &&
		    (row->third == ANY || row->third == ip.b[2]))
			return row->reply;
	}
	return listed;
}

struct dnsbl_reply
dnsbl_read(enum dnsbl_id id, const struct answer *answer)
{
	struct dnsbl_reply worst = { DNSBL_IS_NOTHING, "" };

	for (size_t i = 0; i < answer->n; i++) {
		struct dnsbl_reply reply =
		    read_one(id, record_ip(&answer->records[i]));

		if (reply.meaning > worst.meaning)
			worst = reply;
	}
	return worst;
}

#include <string.h>

#include "client/query.h"

enum { EDNS_DO = 0x80 }; /* RFC 3225 section 3 */

static unsigned char *
put_u16(unsigned char *p, unsigned number)
{
	*p++ = (unsigned char)(number >> 8);
	*p++ = (unsigned char)number;
	return p;
}

static unsigned char *
put_name(unsigned char *p, struct name name, const struct query_form *form)
{
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = name.wire[i];
		bool is_capital = form->capitals[i / 8] >> i % 8 & 1;

		/* A length octet is at most 63 and so no letter. */
		if (is_capital && c >= 'a' && c <= 'z')
			c = (unsigned char)(c - 'a' + 'A');
		*p++ = c;
	}
	return p;
}

size_t
query_write(unsigned char out[QUERY_MAX], const struct question *question,
    const struct query_form *form)
{
	bool wants_signatures = question->type == TYPE_RRSIG;
	/* OPT: the root's name, size, extended RCODE, version, DO or not, no
	 * options (RFC 6891 section 6.1.2). */
	const unsigned char opt[] = { 0, 0, TYPE_OPT, QUERY_UDP_MAX >> 8,
		QUERY_UDP_MAX & 0xff, 0, 0, wants_signatures ? EDNS_DO : 0, 0,
		0, 0 };
	unsigned char *p = out;

	/* AD asks for the AD bit without the signatures: RFC 6840 5.7. */
	p = put_u16(p, form->id);
	p = put_u16(p,
	    (form->no_recursion ? 0 : WIRE_RD) | WIRE_AD |
		(form->no_check ? WIRE_CD : 0));
	p = put_u16(p, 1);
	p = put_u16(p, 0);
	p = put_u16(p, 0);
	p = put_u16(p, form->no_edns ? 0 : 1);
	p = put_name(p, question->name, form);
	/* Resolvers hand signatures out beside what they sign alone. */
	p = put_u16(p, wants_signatures ? TYPE_SOA : question->type);
	p = put_u16(p, CLASS_IN);
	if (!form->no_edns) {
		memcpy(p, opt, sizeof(opt));
		p += sizeof(opt);
	}
	return (size_t)(p - out);
}

/* A server that does not understand a query need not repeat its question. */
static bool
is_bare_error(const struct wire_header *h)
{
	unsigned rcode = h->flags & WIRE_RCODE;

	return h->questions == 0 && h->answers == 0 && h->authorities == 0 &&
	    (rcode == RCODE_FORMERR || rcode == RCODE_NOTIMP);
}

enum query_match
query_match(const unsigned char *query, size_t name_n, struct str message)
{
	struct wire w = wire_of(message);
	struct wire_header h = wire_header(&w);
	size_t n = name_n + 4;
	struct str asked, got;

	if (w.bad || h.id != (query[0] << 8 | query[1]) ||
	    (h.flags & WIRE_QR) == 0 || (h.flags & WIRE_OPCODE) != 0)
		return MATCH_NONE;
	if (is_bare_error(&h))
		return MATCH_HEADER;
	if (h.questions != 1 || message.n < WIRE_HEADER + n)
		return MATCH_NONE;
	asked = (struct str){ (const char *)query + WIRE_HEADER, n };
	got = (struct str){ message.s + WIRE_HEADER, n };
	if (str_eq(asked, got))
		return MATCH_EXACT;
	/* Type and class have no case: they must be the same octets. */
	if (str_eq(str_from(asked, name_n), str_from(got, name_n)) &&
	    str_eq_nocase(asked, got))
		return MATCH_CASE;
	return MATCH_NONE;
}

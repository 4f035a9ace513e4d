#include "mail/der.h"
#include "base/buf.h"

static unsigned
octet(struct str s, size_t at)
{
	return (unsigned char)s.s[at];
}

static struct str
fail(struct der *der, bool cut)
{
	der->bad = true;
	der->cut = cut;
	return (struct str){ der->rest.s, 0 };
}

struct str
der_take(struct der *der, enum der_tag tag)
{
	struct str s = der->rest, body;
	size_t octets, n, at = 2;

	if (der->bad || s.n < 2 || octet(s, 0) != tag)
		return fail(der, der->cut);
	n = octet(s, 1);
	if (n >= 0x80) { /* the long form: how many octets of length follow */
		octets = n - 0x80;
		if (octets == 0 || octets > 4 || s.n < 2 + octets)
			return fail(der, octets > 0 && octets <= 4);
		for (n = 0; at < 2 + octets; at++)
			n = n << 8 | octet(s, at);
		if (n < 0x80 || n >> (8 * (octets - 1)) == 0)
			return fail(der, false);
	}
	if (n > s.n - at)
		return fail(der, true);
	body = str_to(str_from(s, at), n);
	der->rest = str_from(s, at + n);
	return body;
}

struct der
der_enter(struct der *der)
{
	struct str body = der_take(der, DER_SEQUENCE);

	return (struct der){ body, der->bad, der->cut };
}

struct str
der_unsigned(struct der *der)
{
	struct str s = der_take(der, DER_INTEGER);

	if (s.n == 0 || octet(s, 0) >= 0x80)
		return fail(der, der->cut);
	if (s.n > 1 && octet(s, 0) == 0) {
		s = str_from(s, 1);
		if (octet(s, 0) < 0x80)
			return fail(der, false);
	}
	return s;
}

bool
der_is_done(const struct der *der)
{
	return !der->bad && der->rest.n == 0;
}

struct str
der_wrap(struct arena *a, enum der_tag tag, struct str body)
{
	struct buf b = { .a = a };
	unsigned octets = 0;

	buf_byte(&b, (char)tag);
	while (body.n >= 0x80 && body.n >> (8 * octets) > 0)
		octets++;
	if (octets == 0)
		buf_byte(&b, (char)body.n);
	else
		buf_byte(&b, (char)(0x80 + octets));
	while (octets-- > 0)
		buf_byte(&b, (char)(body.n >> (8 * octets) & 0xff));
	buf_str(&b, body);
	return buf_view(&b);
}

#include "mail/der.h"
#include "base/buf.h"

static unsigned
octet(struct str s, size_t at)
{
	return (unsigned char)s.s[at];
}

static struct str
fail(struct der *der, enum der_err err)
{
	if (der->err == DER_FINE)
		der->err = err;
	return (struct str){ der->rest.s, 0 };
}

struct str
der_take(struct der *der, enum der_tag tag)
{
	struct str s = der->rest, body;
	size_t octets, n, at = 2;

	if (der->err != DER_FINE || s.n < 2 || octet(s, 0) != tag)
		return fail(der, DER_BAD);
	n = octet(s, 1);
	if (n >= 0x80) { /* the long form: how many octets of length follow */
		octets = n - 0x80;
		if (octets == 0 || octets > 4)
			return fail(der, DER_BAD);
		if (s.n < 2 + octets)
			return fail(der, DER_CUT);
		for (n = 0; at < 2 + octets; at++)
			n = n << 8 | octet(s, at);
		if (n < 0x80 || n >> (8 * (octets - 1)) == 0)
			return fail(der, DER_BAD);
	}
	if (n > s.n - at)
		return fail(der, DER_CUT);
	body = str_to(str_from(s, at), n);
	der->rest = str_from(s, at + n);
	return body;
}

struct der
der_enter(struct der *der)
{
	struct str body = der_take(der, DER_SEQUENCE);

	return (struct der){ body, der->err };
}

struct str
der_unsigned(struct der *der)
{
	struct str s = der_take(der, DER_INTEGER);

	if (s.n == 0)
		return fail(der, DER_BAD);
	if (octet(s, 0) >= 0x80)
		return fail(der, DER_NEGATIVE);
	if (octet(s, 0) > 0)
		return s;
	/* A zero in front has its use only where it keeps the sign away. */
	s = str_from(s, 1);
	return s.n == 0 || octet(s, 0) >= 0x80 ? s : fail(der, DER_BAD);
}

enum der_err
der_end(const struct der *der)
{
	return der->err == DER_FINE && der->rest.n > 0 ? DER_BAD : der->err;
}

bool
der_is_done(const struct der *der)
{
	return der_end(der) == DER_FINE;
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

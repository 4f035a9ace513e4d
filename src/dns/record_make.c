#include "dns/record_make.h"
#include "base/buf.h"

enum { STRING_MAX = 255 };

static struct record
record_of(uint16_t type, uint32_t ttl, const struct buf *b)
{
	return (struct record){
		.type = type,
		.n = (uint16_t)b->n,
		.ttl = ttl,
		.data = (const unsigned char *)b->s,
	};
}

static void
put_octets(struct buf *b, const unsigned char *octets, size_t n)
{
	buf_str(b, (struct str){ (const char *)octets, n });
}

struct record
record_of_ip(struct arena *a, struct ip ip, uint32_t ttl)
{
	struct buf b = { .a = a };

	put_octets(&b, ip.b, ip.family == IP_V4 ? 4 : 16);
	return record_of(ip.family == IP_V4 ? TYPE_A : TYPE_AAAA, ttl, &b);
}

struct record
record_of_name(struct arena *a, uint16_t type, struct name name, uint32_t ttl)
{
	struct buf b = { .a = a };

	put_octets(&b, name.wire, name.n);
	return record_of(type, ttl, &b);
}

struct record
record_of_mx(
    struct arena *a, unsigned preference, struct name name, uint32_t ttl)
{
	struct buf b = { .a = a };

	buf_byte(&b, (char)(preference >> 8 & 255));
	buf_byte(&b, (char)(preference & 255));
	put_octets(&b, name.wire, name.n);
	return record_of(TYPE_MX, ttl, &b);
}

bool
record_of_strings(struct arena *a, uint16_t type, const struct str *strings,
    size_t n, uint32_t ttl, struct record *out)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < n; i++) {
		struct str rest = strings[i];

		do {
			struct str part = str_to(rest, STRING_MAX);

			buf_byte(&b, (char)part.n);
			buf_str(&b, part);
			rest = str_from(rest, part.n);
		} while (rest.n > 0);
	}
	if (b.n == 0 || b.n > UINT16_MAX)
		return false;
	*out = record_of(type, ttl, &b);
	return true;
}

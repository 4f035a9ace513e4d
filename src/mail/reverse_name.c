#include <assert.h>

#include "base/buf.h"
#include "mail/reverse_name.h"

static void
put_nibble(struct buf *b, unsigned nibble)
{
	buf_byte(b, "0123456789abcdef"[nibble]);
	buf_byte(b, '.');
}

struct name
reverse_name(struct arena *a, struct ip ip)
{
	struct buf b = { .a = a };
	struct name name = { 0 };
	bool ok;

	for (unsigned i = ip_bits(ip.family) / 8; i-- > 0;) {
		if (ip.family == IP_V4) {
			buf_number(&b, ip.b[i], 1);
			buf_byte(&b, '.');
		} else {
			put_nibble(&b, ip.b[i] & 15U);
			put_nibble(&b, ip.b[i] >> 4);
		}
	}
	buf_text(&b, ip.family == IP_V4 ? "in-addr.arpa" : "ip6.arpa");
	ok = name_parse(a, buf_view(&b), &name);
	assert(ok);
	return name;
}

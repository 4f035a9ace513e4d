#include <assert.h>

#include "base/buf.h"
#include "mail/reverse_name.h"

struct name
reverse_name(struct arena *a, struct ip ip)
{
	struct buf b = { .a = a };
	struct name name = { 0 };
	bool ok;

	for (unsigned i = ip_bits(ip.family) / 8; i-- > 0;)
		if (ip.family == IP_V4)
			buf_printf(&b, "%u.", ip.b[i]);
		else
			buf_printf(&b, "%x.%x.", ip.b[i] & 15U, ip.b[i] >> 4);
	buf_text(&b, ip.family == IP_V4 ? "in-addr.arpa" : "ip6.arpa");
	ok = name_parse(a, buf_view(&b), &name);
	assert(ok);
	return name;
}

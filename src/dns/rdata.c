#include "dns/rdata.h"
#include "base/buf.h"

/* Types whose data has names: what stands before them, how many there are,
 * and what follows (RFC 1035 section 3.3). */
static const struct layout {
	uint16_t type;
	size_t before, names, after;
} layouts[] = {
	{ TYPE_NS, 0, 1, 0 },
	{ TYPE_CNAME, 0, 1, 0 },
	{ TYPE_SOA, 0, 2, 20 },
	{ TYPE_PTR, 0, 1, 0 },
	{ TYPE_MX, 2, 1, 0 },
	{ TYPE_DNAME, 0, 1, 0 },
};

static const struct layout *
find_layout(uint16_t type)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (layouts[i].type == type)
			return &layouts[i];
	return NULL;
}

static void
copy_octets(struct buf *b, const struct wire *w, size_t n)
{
	buf_str(b, (struct str){ (const char *)w->s + w->at, n });
}

static bool
read_names(struct arena *a, struct wire w, const struct layout *layout,
    struct record *record)
{
	struct buf b = { .a = a };

	if (w.n - w.at < layout->before)
		return false;
	copy_octets(&b, &w, layout->before);
	wire_skip(&w, layout->before);
	for (size_t i = 0; i < layout->names; i++) {
		struct name name = wire_name(a, &w);

		buf_str(&b, (struct str){ (const char *)name.wire, name.n });
	}
	if (w.bad || w.n - w.at != layout->after)
		return false;
	copy_octets(&b, &w, layout->after);
	record->data = (const unsigned char *)b.s;
	record->n = (uint16_t)b.n;
	return true;
}

bool
rdata_read(struct arena *a, struct wire data, struct record *record)
{
	const struct layout *layout = find_layout(record->type);

	if (layout != NULL)
		return read_names(a, data, layout, record);
	record->data = data.s + data.at;
	record->n = (uint16_t)(data.n - data.at);
	return record_is_legal(record);
}

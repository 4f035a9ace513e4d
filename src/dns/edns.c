#include "dns/edns.h"
#include "base/buf.h"

enum { OPTION_EDE = 15 };

static const struct ede {
	struct str text;
	bool alters;
} edes[] = {
#define EDE(code, text, alters) [code] = { STR(text), alters },
#include "dns/ede.def"
#undef EDE
};

/* Keeps an extended error: the first, but one that says that the answer was
 * altered goes before others (several are allowed: RFC 8914 section 2). */
static void
read_ede(struct arena *a, struct wire option, struct edns *edns)
{
	unsigned code = wire_u16(&option);
	bool is_known = code < sizeof(edes) / sizeof(edes[0]);
	bool alters = is_known && edes[code].alters;
	struct buf note = { .a = a };
	struct str text;

	if (option.bad || (edns->note.n > 0 && (edns->is_filtered || !alters)))
		return;
	buf_str(&note, is_known ? edes[code].text : S("unknown error"));
	buf_printf(&note, " (extended error %u)", code);
	text = (struct str){ (const char *)option.s + option.at,
		option.n - option.at };
	if (text.n > 0)
		buf_text(&note, ": ");
	buf_str(&note, str_to(text, EDNS_TEXT_MAX));
	edns->is_filtered = alters;
	edns->note = buf_view(&note);
}

bool
edns_read(struct arena *a, struct wire data, struct edns *out)
{
	struct edns edns = { 0 };

	while (!data.bad && data.at < data.n) {
		unsigned code = wire_u16(&data);
		size_t n = wire_u16(&data);
		struct wire option = { data.s, data.at + n, data.at, false };

		wire_skip(&data, n);
		if (!data.bad && code == OPTION_EDE)
			read_ede(a, option, &edns);
	}
	if (data.bad)
		return false;
	*out = edns;
	return true;
}

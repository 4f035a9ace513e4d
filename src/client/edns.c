#include <string.h>

#include "base/buf.h"
#include "client/edns.h"

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

static bool
is_of_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* Whether it is the name or an ancestor of it, whatever the case. */
static bool
is_suffix(struct str word, struct str name)
{
	if (str_ends(word, S(".")))
		word.n--;
	if (word.n == 0 || word.n > name.n ||
	    !str_eq_nocase(word, str_from(name, name.n - word.n)))
		return false;
	return word.n == name.n || name.s[name.n - word.n - 1] == '.';
}

struct str
edns_fold(struct arena *a, struct str note, struct name name)
{
	struct str text = name_text(a, name);
	char *s = arena_array(a, note.n, char);
	size_t n;

	if (note.n > 0)
		memcpy(s, note.s, note.n);
	for (size_t i = 0; i<note.n; i += n> 0 ? n : 1) {
		for (n = 0; i + n < note.n && is_of_name(s[i + n]);)
			n++;
		if (!is_suffix((struct str){ s + i, n }, text))
			continue;
		for (size_t k = i; k < i + n; k++)
			if (s[k] >= 'A' && s[k] <= 'Z')
				s[k] = (char)(s[k] - 'A' + 'a');
	}
	return (struct str){ s, note.n };
}

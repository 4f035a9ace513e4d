#include "mail/spf_misspelt.h"

static const struct {
	struct str wrong, right;
} names[] = {
	{ STR("ipv4"), STR("ip4") },
	{ STR("ipv6"), STR("ip6") },
	{ STR("ip4v"), STR("ip4") },
	{ STR("ip6v"), STR("ip6") },
	{ STR("ip-4"), STR("ip4") },
	{ STR("ip-6"), STR("ip6") },
	{ STR("ip"), STR("ip4") }, /* or ip6, as the address says */
	{ STR("i4"), STR("ip4") },
	{ STR("i6"), STR("ip6") },
	{ STR("p4"), STR("ip4") },
	{ STR("p6"), STR("ip6") },
	{ STR("al"), STR("all") },
	{ STR("alll"), STR("all") },
	{ STR("al1"), STR("all") },
	{ STR("any"), STR("all") },
	{ STR("included"), STR("include") },
	{ STR("mxs"), STR("mx") },
	{ STR("aaaa"), STR("a") },
	{ STR("host"), STR("a") },
	{ STR("txt"), STR("include") },
	{ STR("spf"), STR("include") },
};

/* Whether one letter too many, too few, wrong or out of its place makes x of
 * y. */
static bool
is_one_slip(struct str x, struct str y)
{
	size_t at = 0;
	struct str a, b;

	while (at < x.n && at < y.n && byte_lower(x.s[at]) == y.s[at])
		at++;
	a = str_from(x, at);
	b = str_from(y, at);
	if (str_eq_nocase(str_from(a, 1), str_from(b, 1)) ||
	    str_eq_nocase(str_from(a, 1), b) ||
	    str_eq_nocase(a, str_from(b, 1)))
		return true;
	return a.n >= 2 && b.n >= 2 && byte_lower(a.s[0]) == b.s[1] &&
	    byte_lower(a.s[1]) == b.s[0] &&
	    str_eq_nocase(str_from(a, 2), str_from(b, 2));
}

/* The term with another name. */
static bool
with_name(struct arena *a, const struct spf_term *term, struct str name,
    struct str *meant)
{
	size_t at = (size_t)(term->name.s - term->text.s);

	*meant = arena_printf(a, "%.*s%.*s%.*s", PSTR(str_to(term->text, at)),
	    PSTR(name), PSTR(str_from(term->text, at + term->name.n)));
	return true;
}

/* "inlcude:x"; short names are in the table. */
static bool
long_name(struct arena *a, const struct spf_term *term, struct str *meant)
{
	static const struct str longer[] = { STR("include"), STR("exists"),
		STR("redirect") };

	for (size_t i = 0; i < sizeof(longer) / sizeof(longer[0]); i++) {
		if (str_eq_nocase(term->name, longer[i]) ||
		    !is_one_slip(term->name, longer[i]))
			continue;
		return with_name(a, term, longer[i], meant);
	}
	return false;
}

bool
spf_misspelt(struct arena *a, const struct spf_term *term, struct str *meant)
{
	if (term->name.n == 0)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq_nocase(names[i].wrong, term->name))
			return with_name(a, term, names[i].right, meant);
	return long_name(a, term, meant);
}

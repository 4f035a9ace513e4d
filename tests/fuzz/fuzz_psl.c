/* Any text is a public suffix list: the domain that it makes of a name is the
 * name, or an end of it. */
#include "mail/psl.h"

#include "fuzz.h"

static const char *const names[] = { "com", "a.b.c.example.co.jp", "www.ck",
	"a.www.ck", "b.c.kawasaki.jp", "." };

FUZZ(psl)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	const struct psl *psl = psl_parse(&a, text);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct name name, org;

		assert(name_parse(&a, str_of(names[i]), &name));
		org = psl_org_domain(psl, &a, name);
		assert(org.n > 0 && name_is_in(name, org));
	}
	arena_free(&a);
}

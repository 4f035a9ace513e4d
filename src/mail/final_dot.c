#include <string.h>

#include "mail/final_dot.h"
#include "mail/provider.h"

/* The labels of a name before those of a name above it. */
static bool
name_before(
    struct arena *a, struct name name, struct name above, struct name *out)
{
	unsigned char wire[NAME_MAX_OCTETS];
	size_t n = name.n - above.n;

	memcpy(wire, name.wire, n);
	wire[n] = 0;
	return name_from_wire(a, wire, n + 1, out);
}

enum final_dot
final_dot_of(
    struct arena *a, struct name target, struct name origin, struct name *out)
{
	struct name before;
	struct str text;

	if (name_labels(origin) == 0 || !name_is_in(target, origin) ||
	    !name_before(a, target, origin, &before) || name_labels(before) < 2)
		return FINAL_DOT_FINE;
	*out = before;
	text = name_text(a, before);
	return name_is_in(before, origin) || provider_by_dkim(text) != NULL ||
		provider_by_spf(text) != NULL
	    ? FINAL_DOT_MISSING
	    : FINAL_DOT_MAYBE;
}

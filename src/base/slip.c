#include "base/slip.h"

static bool
same_at(struct str x, size_t i, struct str y, size_t j)
{
	return byte_lower(x.s[i]) == byte_lower(y.s[j]);
}

bool
is_slip_of(struct str x, struct str y)
{
	size_t before = 0, behind = 0, least = x.n < y.n ? x.n : y.n;
	size_t left_x, left_y;

	while (before < least && same_at(x, before, y, before))
		before++;
	while (behind < least - before &&
	    same_at(x, x.n - 1 - behind, y, y.n - 1 - behind))
		behind++;
	left_x = x.n - before - behind;
	left_y = y.n - before - behind;
	if (left_x <= 1 && left_y <= 1)
		return true;
	return left_x == 2 && left_y == 2 &&
	    same_at(x, before, y, before + 1) &&
	    same_at(x, before + 1, y, before);
}

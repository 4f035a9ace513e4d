#include "check/check.h"

void
check_address(struct check *c)
{
	check_say(c, "%s", "");
}

#include "check/checks.h"

const struct check_info check_info[CHECK_COUNT] = {
#define CHECK(id, name, function, each, about, when, run, whose, title)        \
	[CHECK_##id] = { name, need_##function, check_##function, each, about, \
		when, run, whose, title },
#include "check/checks.def"
#undef CHECK
};

enum check_id
check_by_name(struct str name)
{
	enum check_id id = 0;

	while (id < CHECK_COUNT && !str_eq(str_of(check_info[id].name), name))
		id++;
	return id;
}

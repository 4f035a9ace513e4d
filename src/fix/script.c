#include "fix/script.h"

const struct script_info script_info[SCRIPT_COUNT] = {
#define SCRIPT(id, name, write) [SCRIPT_##id] = { name, write },
#include "fix/scripts.def"
#undef SCRIPT
};

enum script_id
script_by_name(struct str name)
{
	enum script_id id = 0;

	while (id < SCRIPT_COUNT && !str_eq(str_of(script_info[id].name), name))
		id++;
	return id;
}

bool
script_has_changes(const struct changes *changes)
{
	for (const struct change *c = changes->first; c != NULL; c = c->next)
		if (c->by == BY_ZONE)
			return true;
	return false;
}

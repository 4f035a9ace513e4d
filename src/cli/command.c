#include "cli/command.h"
#include "cli/nearest.h"

const struct command_info command_info[COMMAND_COUNT] = {
#define COMMAND(id, name, function, operands, title) \
	[COMMAND_##id] = { name, operands, title },
#include "cli/commands.def"
#undef COMMAND
};

enum command_id
command_by_name(struct str name)
{
	enum command_id id = 0;

	while (
	    id < COMMAND_COUNT && !str_eq(str_of(command_info[id].name), name))
		id++;
	return id;
}

struct str
nearest_command(struct arena *a, struct str name)
{
	struct nearest near = nearest_begin(name);

	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		nearest_try(&near, str_of(command_info[id].name));
	return nearest_text(a, &near, "");
}

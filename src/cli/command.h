/* command.h - the commands. */
#ifndef COMMAND_H
#define COMMAND_H

#include "base/arena.h"
#include "base/str.h"
#include "cli/complain.h"

enum command_id {
#define COMMAND(id, name, function, operands, title) COMMAND_##id,
#include "cli/commands.def"
#undef COMMAND
	COMMAND_COUNT
};

struct args;

#define COMMAND(id, name, function, operands, title) \
	enum quit function(struct arena *a, const struct args *args);
#include "cli/commands.def"
#undef COMMAND

struct command_info {
	const char *name;
	const char *operands;
	const char *title;
};

extern const struct command_info command_info[COMMAND_COUNT];

enum command_id command_by_name(struct str name); /* or COMMAND_COUNT */

/* "; did you mean 'check'?", or nothing. */
struct str nearest_command(struct arena *a, struct str name);

#endif

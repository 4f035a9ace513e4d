/* command.h - the commands, and how each ends. */
#ifndef COMMAND_H
#define COMMAND_H

#include "base/arena.h"
#include "base/str.h"

enum quit {
#define QUIT(id, status, meaning) QUIT_##id = status,
#include "cli/exit.def"
#undef QUIT
};

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
	enum quit (*run)(struct arena *a, const struct args *args);
	const char *operands;
	const char *title;
};

extern const struct command_info command_info[COMMAND_COUNT];

enum command_id command_by_name(struct str name); /* or COMMAND_COUNT */

/* "; did you mean 'check'?", or nothing. */
struct str nearest_command(struct arena *a, struct str name);

/* One line on standard error, escaped and no longer than a reader can bear;
 * long values are the caller's to cut (excerpt()).  Takes the message as
 * printf() does; returns how the program is to end, so that a command can
 * return it. */
__attribute__((format(printf, 3, 4))) enum quit
complain(struct arena *a, enum quit quit, const char *fmt, ...);

#endif

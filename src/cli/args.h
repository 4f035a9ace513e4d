/*
 * args.h - argv, taken apart by the table of options.
 *
 * Nothing is interpreted here: the values are views of argv, in its order.
 */
#ifndef ARGS_H
#define ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/command.h"

/* Which commands take an option, and whether it may have several values. */
enum {
#define COMMAND(id, name, function, operands, title) \
	FOR_##id = 1U << COMMAND_##id,
#include "cli/commands.def"
#undef COMMAND
	FOR_RUNS = FOR_CHECK | FOR_BATCH, /* those that judge senders */
	FOR_LOOKUPS = FOR_RUNS | FOR_SPF | FOR_PROBE, /* that look up */
	FOR_REPORTS = FOR_RUNS | FOR_PROBE, /* those that write reports */
	FOR_ALL = (1U << COMMAND_COUNT) - 1,
	REPEATABLE = 1U << COMMAND_COUNT,
	OPTIONAL = REPEATABLE << 1 /* --name, or --name=value */
};

enum completion {
	COMPLETE_NONE,
	COMPLETE_WORDS, /* those that the argument lists: "live|request" */
	COMPLETE_FILE,  /* the whole value, or what follows "=" */
	COMPLETE_KEY,   /* a file, behind "=" only */
	COMPLETE_HOST,
	COMPLETE_CHECKS,
	COMPLETE_SEVERITY, /* CODE=SEVERITY */
	COMPLETE_FORMAT,
	COMPLETE_FILING,
	COMPLETE_SCRIPT, /* FORM[:FILE] */
	COMPLETE_PROVIDER,
};

enum option_id {
#define OPTION(id, letter, name, argument, completion, commands, help) \
	OPTION_##id,
#include "cli/options.def"
#undef OPTION
	OPTION_COUNT
};

struct option_info {
	char letter; /* or 0 */
	const char *name;
	const char *argument; /* or NULL */
	enum completion completion;
	unsigned commands;
	const char *help;
};

extern const struct option_info option_info[OPTION_COUNT];

struct arg {
	enum option_id id;
	struct str value; /* NUL-terminated; no bytes where it takes none */
};

struct args {
	enum command_id command;
	struct arg *options;
	size_t noptions;
	struct str *operands; /* NUL-terminated */
	size_t noperands;
};

/* False, and a line in *error that names the argument, for an unknown option,
 * one of another command, a missing value, a value too many, and two values
 * where one is wanted. */
bool args_parse(struct arena *a, int argc, char **argv, struct args *out,
    struct str *error);

bool args_has(const struct args *args, enum option_id id);

/* The value given, the last of several; or one with a NULL pointer. */
struct str args_value(const struct args *args, enum option_id id);

/* Takes the next value of an option; start with *at = 0. */
bool args_next(
    const struct args *args, enum option_id id, size_t *at, struct str *value);

#endif

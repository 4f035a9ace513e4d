/* Command lines, an argument a line: what is accepted belongs to its command,
 * what is not has a reason; every value is one of the arguments, or a part. */
#include "cli/args.h"

#include "fuzz.h"

enum { ARGUMENTS_MAX = 64 };

static bool
is_from(const char *part, char *const *argv, int argc)
{
	for (int i = 0; i < argc; i++)
		if (part >= argv[i] && part <= argv[i] + str_of(argv[i]).n)
			return true;
	return false;
}

static void
hold(const struct args *args, char *const *argv, int argc)
{
	struct str value;
	size_t at = 0;

	for (size_t i = 0; i < args->noptions; i++) {
		const struct arg *arg = &args->options[i];
		const struct option_info *info = &option_info[arg->id];

		assert(args_has(args, arg->id));
		assert((info->commands & 1U << args->command) != 0);
		assert(
		    arg->value.s == NULL || arg->value.s[arg->value.n] == '\0');
		assert(arg->value.n == 0 || is_from(arg->value.s, argv, argc));
	}
	for (size_t i = 0; i < args->noperands; i++)
		assert(is_from(args->operands[i].s, argv, argc));
	while (args_next(args, OPTION_ZONE, &at, &value))
		assert(value.s != NULL);
}

FUZZ(args)
{
	struct str rest = { size == 0 ? "" : (const char *)data, size }, line;
	struct arena a = { 0 };
	char name[] = "mailpreflight";
	char *argv[ARGUMENTS_MAX + 1] = { name };
	struct str error = { NULL, 0 };
	struct args args;
	int argc = 1;

	while (argc < ARGUMENTS_MAX && str_cut(&rest, '\n', &line))
		argv[argc++] = (char *)(uintptr_t)arena_str(&a, line).s;
	if (argc == 1)
		return;
	if (args_parse(&a, argc, argv, &args, &error))
		hold(&args, argv, argc);
	else
		assert(error.n > 0);
	arena_free(&a);
}

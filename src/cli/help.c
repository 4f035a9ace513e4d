#include "cli/help.h"
#include "cli/args.h"
#include "report/wrap.h"

enum { HELP_COLUMN = 30 };

static void
write_synopsis(struct buf *out, enum command_id id)
{
	const struct command_info *info = &command_info[id];

	/* check is implied. */
	buf_printf(out, "  mailpreflight %s [options] %s\n",
	    id == COMMAND_CHECK ? "[check]" : info->name, info->operands);
}

static void
write_option(struct buf *out, struct arena *a, const struct option_info *info)
{
	struct str left = info->letter != 0
	    ? arena_printf(a, "  -%c, --%s", info->letter, info->name)
	    : arena_printf(a, "      --%s", info->name);
	struct wrap w;

	if ((info->commands & OPTIONAL) != 0)
		left = arena_printf(a, "%.*s[=%s]", PSTR(left), info->argument);
	else if (info->argument != NULL)
		left = arena_printf(a, "%.*s %s", PSTR(left), info->argument);
	buf_str(out, left);
	if (left.n + 2 > HELP_COLUMN) {
		buf_byte(out, '\n');
		w = wrap_begin(out, a, HELP_COLUMN);
	} else {
		buf_fill(out, ' ', HELP_COLUMN - left.n);
		w = (struct wrap){ out, a, HELP_COLUMN, HELP_COLUMN };
	}
	wrap_words(&w, str_of(info->help));
	if ((info->commands & REPEATABLE) != 0)
		wrap_words(&w, S("[repeatable]"));
	wrap_end(&w);
}

static void
write_commands(struct buf *out)
{
	buf_text(out, "\nCommands:\n");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		buf_printf(out, "  %-10s%s\n", command_info[id].name,
		    command_info[id].title);
}

void
help_write(struct buf *out, struct arena *a, enum command_id command)
{
	buf_text(out, "Usage:\n");
	if (command == COMMAND_CHECK) {
		for (enum command_id id = 0; id < COMMAND_COUNT; id++)
			write_synopsis(out, id);
		write_commands(out);
	} else {
		write_synopsis(out, command);
	}
	buf_printf(out, "\nOptions of %s:\n", command_info[command].name);
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if ((option_info[id].commands & (1U << command)) != 0)
			write_option(out, a, &option_info[id]);
	buf_text(out, "\nExit status:\n");
#define QUIT(id, status, meaning)                      \
	do {                                           \
		struct wrap w = wrap_begin(out, a, 2); \
		wrap_words(&w, S(#status));            \
		w.indent = 4;                          \
		wrap_words(&w, S(meaning));            \
		wrap_end(&w);                          \
	} while (0);
#include "cli/exit.def"
#undef QUIT
}

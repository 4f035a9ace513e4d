#include "cli/help.h"
#include "cli/args.h"
#include "report/wrap.h"

enum { HELP_COLUMN = 30 };

/* Beside --help and --version. */
static bool
has_options(enum command_id id)
{
	for (enum option_id i = 0; i < OPTION_COUNT; i++)
		if ((option_info[i].commands & FOR_ALL) != FOR_ALL &&
		    (option_info[i].commands & (1U << id)) != 0)
			return true;
	return false;
}

static void
write_synopsis(struct buf *out, enum command_id id)
{
	const struct command_info *info = &command_info[id];

	/* check is implied. */
	buf_printf(out, "  mailpreflight %s%s %s\n",
	    id == COMMAND_CHECK ? "[check]" : info->name,
	    has_options(id) ? " [options]" : "", info->operands);
}

static void
write_option(const struct page *page, const struct option_info *info)
{
	struct buf *out = page->out;
	struct arena *a = page->a;
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
		w = wrap_begin(page, HELP_COLUMN);
	} else {
		buf_fill(out, ' ', HELP_COLUMN - left.n);
		w = wrap_from(page, HELP_COLUMN);
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

static void
write_synopses(struct buf *out)
{
	buf_text(out, "Usage:\n");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		write_synopsis(out, id);
}

void
usage_write(struct buf *out)
{
	write_synopses(out);
	buf_text(out,
	    "\nFor example:\n"
	    "  mailpreflight example.com 203.0.113.6 "
	    "--host mta1.example.com\n"
	    "\n\"mailpreflight help\" shows the options.\n");
}

void
help_write(const struct page *page, enum command_id command)
{
	struct buf *out = page->out;

	if (command == COMMAND_CHECK) {
		write_synopses(out);
		write_commands(out);
	} else {
		buf_text(out, "Usage:\n");
		write_synopsis(out, command);
	}
	buf_printf(out, "\nOptions of %s:\n", command_info[command].name);
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if ((option_info[id].commands & (1U << command)) != 0)
			write_option(page, &option_info[id]);
	buf_text(out, "\nExit status:\n");
#define QUIT(id, status, meaning)                    \
	do {                                         \
		struct wrap w = wrap_begin(page, 2); \
		wrap_words(&w, S(#status));          \
		w.indent = 4;                        \
		wrap_words(&w, S(meaning));          \
		wrap_end(&w);                        \
	} while (0);
#include "cli/exit.def"
#undef QUIT
}

#include <signal.h>
#include <stdio.h>

#include "base/confine.h"
#include "base/descriptor.h"
#include "cli/args.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/terminal.h"

typedef enum quit command_function(struct arena *a, const struct args *args);

static command_function *const command_of[COMMAND_COUNT] = {
#define COMMAND(id, name, function, operands, title) [COMMAND_##id] = function,
#include "cli/commands.def"
#undef COMMAND
};

static enum quit
run(struct arena *a, int argc, char **argv)
{
	struct buf text = { .a = a };
	struct args args;
	struct page page;
	struct str error;

	if (argc < 2) {
		usage_write(&text);
		fwrite(text.s, 1, text.n, stderr);
		return QUIT_USAGE;
	}
	if (!args_parse(a, argc, argv, &args, &error))
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	if (args_has(&args, OPTION_HELP)) {
		page = terminal_page(&text, a);
		help_write(&page, args.command);
		return output_write(a, NULL, buf_view(&text));
	}
	if (args_has(&args, OPTION_VERSION))
		return output_write(a, NULL, S("mailpreflight " VERSION "\n"));
	/* From here on others' octets are read. */
	confine_calls(LEAVE_FILES | LEAVE_NETWORK |
	    (args_has(&args, OPTION_JOBS) ? LEAVE_CHILDREN : 0));
	return command_of[args.command](a, &args);
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	enum quit quit;

	mem_begin();
	if (!descriptors_reserve()) {
		fputs("mailpreflight: cannot open /dev/null\n", stderr);
		return QUIT_ERROR;
	}
	/* A write to a closed pipe or connection fails, and is dealt with. */
	signal(SIGPIPE, SIG_IGN);
	/* So does one past the limit of a file's size. */
	signal(SIGXFSZ, SIG_IGN);
	quit = run(&a, argc, argv);
	arena_free(&a);
	return (int)quit;
}

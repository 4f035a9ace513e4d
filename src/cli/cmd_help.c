#include "base/escape.h"
#include "cli/args.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/terminal.h"

enum quit
cmd_help(struct arena *a, const struct args *args)
{
	struct buf out = { .a = a };
	struct page page = terminal_page(&out, a);
	enum command_id command = COMMAND_CHECK;
	struct str name;

	if (args->noperands > 1)
		return complain(a, QUIT_USAGE, "COMMAND '%.*s': one is enough",
		    PSTR(excerpt(a, args->operands[1], EXCERPT_COLUMNS)));
	if (args->noperands == 1) {
		name = args->operands[0];
		command = command_by_name(name);
		if (command == COMMAND_COUNT)
			return complain(a, QUIT_USAGE,
			    "COMMAND '%.*s': no such command%.*s",
			    PSTR(excerpt(a, name, EXCERPT_COLUMNS)),
			    PSTR(nearest_command(a, name)));
	}
	help_write(&page, command);
	return output_write(a, NULL, buf_view(&out));
}

#include <stdio.h>

#include "generate.h"

static void
fish_value(const struct option_info *info)
{
	switch (info->completion) {
	case COMPLETE_NONE:
	case COMPLETE_KEY:
		fputs(" -x", stdout);
		break;
	case COMPLETE_WORDS:
		fputs(" -x -a '", stdout);
		print_words(info->argument, ' ');
		putchar('\'');
		break;
	case COMPLETE_FILE:
		fputs(" -r -F", stdout);
		break;
	case COMPLETE_HOST:
		fputs(" -x -a '(__fish_print_hostnames)'", stdout);
		break;
	case COMPLETE_CHECKS:
		fputs(" -x -a '(__fish_append , ", stdout);
		print_checks(" ");
		fputs(")'", stdout);
		break;
	case COMPLETE_SEVERITY:
		fputs(" -x -a '{", stdout);
		print_codes(",");
		fputs("}={", stdout);
		print_severities(",");
		fputs("}'", stdout);
		break;
	case COMPLETE_FORMAT:
		fputs(" -x -a '", stdout);
		print_formats(" ");
		putchar('\'');
		break;
	case COMPLETE_FILING:
		fputs(" -x -a '", stdout);
		print_filings(" ");
		putchar('\'');
		break;
	case COMPLETE_SCRIPT:
		fputs(" -x -a '", stdout);
		print_scripts(" ");
		putchar('\'');
		break;
	case COMPLETE_PROVIDER:
		fputs(" -x -a '", stdout);
		print_providers(" ");
		putchar('\'');
		break;
	}
}

/* check is meant unless another command stands first. */
static void
fish_condition(enum command_id command)
{
	if (command == COMMAND_CHECK) {
		fputs("'not __fish_seen_subcommand_from", stdout);
		for (enum command_id id = 0; id < COMMAND_COUNT; id++)
			if (id != COMMAND_CHECK)
				printf(" %s", command_info[id].name);
		fputs("'", stdout);
	} else {
		printf("'__fish_seen_subcommand_from %s'",
		    command_info[command].name);
	}
}

static void
fish_option(enum command_id command, const struct option_info *info)
{
	fputs("complete -c mailpreflight -n ", stdout);
	fish_condition(command);
	if (info->letter != 0)
		printf(" -s %c", info->letter);
	printf(" -l %s", info->name);
	if (info->argument != NULL && (info->commands & OPTIONAL) == 0)
		fish_value(info);
	printf(" -d '%s'\n", info->help);
}

static void
fish_operand(enum command_id command)
{
	enum operand operand = operand_of(command);

	if (operand != OPERAND_FILE && operand != OPERAND_CODE)
		return;
	fputs("complete -c mailpreflight -n ", stdout);
	fish_condition(command);
	if (operand == OPERAND_CODE) {
		fputs(" -a '", stdout);
		print_codes(" ");
		puts("'");
	} else {
		puts(" -F");
	}
}

void
print_fish(void)
{
	puts("# fish completion for mailpreflight; made by \"make docs\".\n"
	     "complete -c mailpreflight -f");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("complete -c mailpreflight -n __fish_use_subcommand "
		       "-a %s -d '%s'\n",
		    command_info[id].name, command_info[id].title);
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		fish_operand(id);
	for (enum command_id command = 0; command < COMMAND_COUNT; command++)
		for (enum option_id id = 0; id < OPTION_COUNT; id++)
			if (takes(command, id))
				fish_option(command, &option_info[id]);
}

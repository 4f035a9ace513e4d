/*
 * generate.c - the completions for three shells, from the program's tables.
 *
 * generate bash|zsh|fish prints one; "make docs" keeps them beside this file.
 */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "cli/args.h"
#include "report/format.h"

static void
print_commands(const char *between)
{
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", command_info[id].name);
}

static void
print_checks(const char *between)
{
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", check_info[id].name);
}

static void
print_codes(const char *between)
{
	for (enum finding_id id = 0; id < FINDING_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", finding_info[id].code);
}

static void
print_severities(const char *between)
{
	for (enum severity s = SEV_OFF; s <= SEV_FAIL; s++)
		printf("%s%s", s > SEV_OFF ? between : "", severity_text(s));
}

static void
print_formats(const char *between)
{
	for (enum format_id id = 0; id < FORMAT_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", format_info[id].name);
}

/* The words that an argument lists: "live|request". */
static void
print_words(const char *argument, char between)
{
	for (const char *p = argument; *p != '\0'; p++)
		putchar(*p == '|' ? between : *p);
}

/* What the operands of a command are, by the first of them. */
enum operand { OPERAND_NONE, OPERAND_DOMAIN, OPERAND_FILE, OPERAND_CODE };

static enum operand
operand_of(enum command_id command)
{
	const char *operands = command_info[command].operands;

	if (strstr(operands, "DOMAIN") == operands)
		return OPERAND_DOMAIN;
	if (strstr(operands, "[FILE") == operands)
		return OPERAND_FILE;
	return strstr(operands, "[CODE") == operands ? OPERAND_CODE
						     : OPERAND_NONE;
}

static bool
takes(enum command_id command, enum option_id option)
{
	return (option_info[option].commands & (1U << command)) != 0;
}

/* The pattern of an option with a value in "case $prev in". */
static void
bash_pattern(const struct option_info *info)
{
	if (info->letter != 0)
		printf("\t-%c | --%s)\n", info->letter, info->name);
	else
		printf("\t--%s)\n", info->name);
}

static void
bash_value(const struct option_info *info)
{
	bash_pattern(info);
	switch (info->completion) {
	case COMPLETE_NONE:
	case COMPLETE_KEY:
		break;
	case COMPLETE_WORDS:
		fputs("\t\t_mailpreflight_words \"", stdout);
		print_words(info->argument, ' ');
		puts("\"");
		break;
	case COMPLETE_FILE:
		puts("\t\t_mailpreflight_files");
		break;
	case COMPLETE_HOST:
		puts("\t\tmapfile -t COMPREPLY < <(compgen -A hostname -- "
		     "\"$cur\")");
		break;
	case COMPLETE_CHECKS:
		puts("\t\t_mailpreflight_list \"$checks\"");
		break;
	case COMPLETE_SEVERITY:
		puts("\t\t_mailpreflight_words \"$codes\" =");
		break;
	case COMPLETE_FORMAT:
		fputs("\t\t_mailpreflight_words \"", stdout);
		print_formats(" ");
		puts("\"");
		break;
	}
	puts("\t\treturn\n\t\t;;");
}

static void
bash_options(enum command_id command)
{
	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		const struct option_info *info = &option_info[id];

		if (!takes(command, id))
			continue;
		if (info->letter != 0)
			printf(" -%c", info->letter);
		printf(" --%s", info->name);
	}
}

static const char bash_head[] =
    "# bash completion for mailpreflight; made by \"make docs\".\n"
    "\n"
    "# WORDS [SUFFIX]\n"
    "_mailpreflight_words()\n"
    "{\n"
    "\ttest $# -eq 1 || compopt -o nospace\n"
    "\tmapfile -t COMPREPLY < <(compgen -S \"${2-}\" -W \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "# The last of a list with commas.\n"
    "_mailpreflight_list()\n"
    "{\n"
    "\tlocal done=\n"
    "\n"
    "\tif [[ $cur == *,* ]]; then\n"
    "\t\tdone=${cur%,*},\n"
    "\tfi\n"
    "\tmapfile -t COMPREPLY < <(compgen -P \"$done\" -W \"$1\" -- "
    "\"${cur##*,}\")\n"
    "}\n"
    "\n"
    "_mailpreflight_files()\n"
    "{\n"
    "\tcompopt -o filenames\n"
    "\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
    "}\n"
    "\n"
    "_mailpreflight()\n"
    "{\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "\tlocal at=$COMP_CWORD before='' checks codes\n"
    "\n"
    "\tCOMPREPLY=()\n";

/* Readline takes "--stage=live", "CODE=off" and "json:FILE" apart. */
static const char bash_apart[] =
    "\n"
    "\tif [[ $cur == [=:] ]]; then\n"
    "\t\tcur=\n"
    "\t\t((at++))\n"
    "\tfi\n"
    "\tif [[ ${COMP_WORDS[at - 1]} == [=:] ]]; then\n"
    "\t\tprev=${COMP_WORDS[at - 2]}\n"
    "\t\tif ((at > 2)); then\n"
    "\t\t\tbefore=${COMP_WORDS[at - 3]}\n"
    "\t\t\tif [[ $before == = ]]; then\n"
    "\t\t\t\tbefore=${COMP_WORDS[at - 4]}\n"
    "\t\t\tfi\n"
    "\t\tfi\n"
    "\tfi\n"
    "\tcase $before in\n";

/* What stands behind the "=" or ":" of an option's value. */
static void
bash_behind(void)
{
	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		const struct option_info *info = &option_info[id];
		bool is_file = info->completion == COMPLETE_FILE ||
		    info->completion == COMPLETE_FORMAT ||
		    info->completion == COMPLETE_KEY;

		if (!is_file && info->completion != COMPLETE_SEVERITY)
			continue;
		bash_pattern(info);
		if (is_file) {
			puts("\t\t_mailpreflight_files");
		} else {
			fputs("\t\t_mailpreflight_words \"", stdout);
			print_severities(" ");
			puts("\"");
		}
		puts("\t\treturn\n\t\t;;");
	}
}

static void
bash_command(enum command_id id)
{
	printf("\t%s)\n", command_info[id].name);
	if (operand_of(id) == OPERAND_FILE)
		puts("\t\tif [[ $cur != -* ]]; then\n"
		     "\t\t\t_mailpreflight_files\n\t\t\treturn\n\t\tfi");
	fputs("\t\t_mailpreflight_words \"", stdout);
	if (operand_of(id) == OPERAND_CODE)
		fputs("$codes", stdout);
	bash_options(id);
	puts("\"\n\t\treturn\n\t\t;;");
}

static void
print_bash(void)
{
	fputs(bash_head, stdout);
	fputs("\tchecks=\"", stdout);
	print_checks(" ");
	fputs("\"\n\tcodes=\"", stdout);
	print_codes(" ");
	puts("\"");
	fputs(bash_apart, stdout);
	bash_behind();
	puts("\tesac\n\tcase $prev in");
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if (option_info[id].argument != NULL)
			bash_value(&option_info[id]);
	puts("\tesac\n\tcase ${COMP_WORDS[1]} in");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		if (id != COMMAND_CHECK)
			bash_command(id);
	puts("\tesac\n\tif ((COMP_CWORD == 1)) && [[ $cur != -* ]]; then");
	fputs("\t\t_mailpreflight_words \"", stdout);
	print_commands(" ");
	puts("\"\n\t\treturn\n\tfi");
	fputs("\t_mailpreflight_words \"", stdout);
	bash_options(COMMAND_CHECK);
	puts("\"\n}\n\ncomplete -F _mailpreflight mailpreflight");
}

static void
zsh_value(const struct option_info *info)
{
	switch (info->completion) {
	case COMPLETE_NONE:
		putchar(' ');
		break;
	case COMPLETE_WORDS:
		putchar('(');
		print_words(info->argument, ' ');
		putchar(')');
		break;
	case COMPLETE_FILE:
		fputs("_mailpreflight_file", stdout);
		break;
	case COMPLETE_KEY:
		fputs("_mailpreflight_key", stdout);
		break;
	case COMPLETE_HOST:
		fputs("_hosts", stdout);
		break;
	case COMPLETE_CHECKS:
		fputs("_sequence _mailpreflight_checks", stdout);
		break;
	case COMPLETE_SEVERITY:
		fputs("_mailpreflight_severity", stdout);
		break;
	case COMPLETE_FORMAT:
		fputs("_mailpreflight_format", stdout);
		break;
	}
}

/* "(-H --host)"{-H+,--host=}"[help]:NAME:_hosts" */
static void
zsh_option(const struct option_info *info)
{
	bool repeats = (info->commands & REPEATABLE) != 0;
	bool has_value = info->argument != NULL;

	fputs("\t\t", stdout);
	if (info->letter != 0 && repeats)
		fputs("'*'", stdout);
	else if (info->letter != 0)
		printf("'(-%c --%s)'", info->letter, info->name);
	if (info->letter != 0)
		printf("{-%c%s,--%s%s}'", info->letter, has_value ? "+" : "",
		    info->name, has_value ? "=" : "");
	else
		printf("'%s--%s%s", repeats ? "*" : "", info->name,
		    has_value ? "=" : "");
	printf("[%s]", info->help);
	if (has_value) {
		fputs(":value:", stdout);
		zsh_value(info);
	}
	puts("' \\");
}

/* The last argument of _arguments, so that all lines before it end alike. */
static const char *const zsh_operand[] = {
	[OPERAND_NONE] = "\t\t':'",
	[OPERAND_DOMAIN] = "\t\t'1:domain:_hosts' '*:address: '",
	[OPERAND_FILE] = "\t\t'1:file:_files'",
	[OPERAND_CODE] = "\t\t'1:code:_mailpreflight_codes'",
};

static void
zsh_command(enum command_id command)
{
	printf("_mailpreflight_%s()\n{\n\t_arguments -s -S \\\n",
	    command_info[command].name);
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if (takes(command, id))
			zsh_option(&option_info[id]);
	puts(zsh_operand[operand_of(command)]);
	puts("}\n");
}

/* name() { compadd "$@" ...; } */
static void
zsh_words(const char *name, void (*print)(const char *between))
{
	printf("_mailpreflight_%s()\n{\n\tcompadd \"$@\" ", name);
	print(" ");
	puts("\n}\n");
}

static const char zsh_helpers[] = "_mailpreflight_severity()\n"
				  "{\n"
				  "\tif compset -P '*='; then\n"
				  "\t\t_mailpreflight_severities\n"
				  "\telse\n"
				  "\t\t_mailpreflight_codes -S =\n"
				  "\tfi\n"
				  "}\n"
				  "\n"
				  "_mailpreflight_format()\n"
				  "{\n"
				  "\tif compset -P '*:'; then\n"
				  "\t\t_files\n"
				  "\telse\n"
				  "\t\t_mailpreflight_formats\n"
				  "\tfi\n"
				  "}\n"
				  "\n"
				  "_mailpreflight_file()\n"
				  "{\n"
				  "\tcompset -P '*='\n"
				  "\t_files\n"
				  "}\n"
				  "\n"
				  "_mailpreflight_key()\n"
				  "{\n"
				  "\t! compset -P '*=' || _files\n"
				  "}\n";

static void
print_zsh(void)
{
	puts("#compdef mailpreflight\n"
	     "# zsh completion for mailpreflight; made by \"make docs\".\n");
	zsh_words("checks", print_checks);
	zsh_words("codes", print_codes);
	zsh_words("severities", print_severities);
	zsh_words("formats", print_formats);
	puts(zsh_helpers);
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		zsh_command(id);
	puts("_mailpreflight()\n{\n\tcase $words[2] in");
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("\t%s)\n\t\tshift words\n\t\t((CURRENT--))\n"
		       "\t\t_mailpreflight_%s\n\t\t;;\n",
		    command_info[id].name, command_info[id].name);
	fputs("\t*)\n\t\t((CURRENT != 2)) || compadd ", stdout);
	print_commands(" ");
	puts("\n\t\t_mailpreflight_check\n\t\t;;\n\tesac\n}\n\n"
	     "_mailpreflight \"$@\"");
}

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
	if (info->argument != NULL)
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

static void
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

int
main(int argc, char **argv)
{
	const char *shell = argc == 2 ? argv[1] : "";

	if (strcmp(shell, "bash") == 0)
		print_bash();
	else if (strcmp(shell, "zsh") == 0)
		print_zsh();
	else if (strcmp(shell, "fish") == 0)
		print_fish();
	else
		fputs("usage: generate bash|zsh|fish\n", stderr);
	return shell[0] == '\0' ? 2 : 0;
}

/*
 * generate.c - the completions for three shells, from the program's tables.
 *
 * generate bash|zsh|fish prints one; "make docs" keeps them beside this file.
 */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "fix/script.h"
#include "mail/provider.h"
#include "report/filing.h"
#include "report/format.h"

#include "generate.h"

void
print_commands(const char *between)
{
	for (enum command_id id = 0; id < COMMAND_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", command_info[id].name);
}

void
print_checks(const char *between)
{
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", check_info[id].name);
}

void
print_codes(const char *between)
{
	for (enum finding_id id = 0; id < FINDING_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", finding_info[id].code);
}

void
print_severities(const char *between)
{
	for (enum severity s = SEV_OFF; s <= SEV_FAIL; s++)
		printf("%s%s", s > SEV_OFF ? between : "", severity_text(s));
}

void
print_formats(const char *between)
{
	for (enum format_id id = 0; id < FORMAT_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", format_info[id].name);
}

void
print_filings(const char *between)
{
	for (enum filing_id id = 0; id < FILING_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", filing_info[id].name);
}

void
print_scripts(const char *between)
{
	for (enum script_id id = 0; id < SCRIPT_COUNT; id++)
		printf("%s%s", id > 0 ? between : "", script_info[id].name);
}

void
print_providers(const char *between)
{
	for (const struct provider *p = providers; p->id.n > 0; p++)
		printf("%s%s", p > providers ? between : "", p->id.s);
}

void
print_words(const char *argument, char between)
{
	for (const char *p = argument; *p != '\0'; p++)
		putchar(*p == '|' ? between : *p);
}

enum operand
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

bool
takes(enum command_id command, enum option_id option)
{
	return (option_info[option].commands & (1U << command)) != 0;
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

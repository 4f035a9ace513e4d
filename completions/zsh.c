#include <stdio.h>

#include "generate.h"

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
	case COMPLETE_FILING:
		putchar('(');
		print_filings(" ");
		putchar(')');
		break;
	case COMPLETE_SCRIPT:
		fputs("_mailpreflight_script", stdout);
		break;
	case COMPLETE_PROVIDER:
		fputs("_mailpreflight_providers", stdout);
		break;
	}
}

/* "(-H --host)"{-H+,--host=}"[help]:NAME:_hosts" */
static void
zsh_option(const struct option_info *info)
{
	bool repeats = (info->commands & REPEATABLE) != 0;
	bool has_value = info->argument != NULL;
	bool is_optional = (info->commands & OPTIONAL) != 0;

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
		    is_optional     ? "=-"
			: has_value ? "="
				    : "");
	printf("[%s]", info->help);
	if (has_value) {
		fputs(is_optional ? "::value:" : ":value:", stdout);
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
				  "_mailpreflight_script()\n"
				  "{\n"
				  "\tif compset -P '*:'; then\n"
				  "\t\t_files\n"
				  "\telse\n"
				  "\t\t_mailpreflight_scripts\n"
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

void
print_zsh(void)
{
	puts("#compdef mailpreflight\n"
	     "# zsh completion for mailpreflight; made by \"make docs\".\n");
	zsh_words("checks", print_checks);
	zsh_words("codes", print_codes);
	zsh_words("severities", print_severities);
	zsh_words("formats", print_formats);
	zsh_words("scripts", print_scripts);
	zsh_words("providers", print_providers);
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

#include <stdio.h>

#include "generate.h"

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
	case COMPLETE_FILING:
		fputs("\t\t_mailpreflight_words \"", stdout);
		print_filings(" ");
		puts("\"");
		break;
	case COMPLETE_SCRIPT:
		fputs("\t\t_mailpreflight_words \"", stdout);
		print_scripts(" ");
		puts("\"");
		break;
	case COMPLETE_PROVIDER:
		fputs("\t\t_mailpreflight_words \"", stdout);
		print_providers(" ");
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
		    info->completion == COMPLETE_SCRIPT ||
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

void
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
		if (option_info[id].argument != NULL &&
		    (option_info[id].commands & OPTIONAL) == 0)
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

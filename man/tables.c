/*
 * tables.c - the parts of the manual that are made from the program's tables.
 *
 * tables PART prints one of them in mdoc(7); "make docs" puts it where
 * mailpreflight.1.in says @PART@.
 */
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "cli/args.h"
#include "mail/provider.h"
#include "report/filing.h"
#include "report/format.h"

#include "members.h"

enum { COLUMNS = 72 };

/* Where a full stop ends a sentence. */
static bool
ends_sentence(const char *at)
{
	return at[0] == '.' && at[1] == ' ' && at[2] >= 'A' && at[2] <= 'Z';
}

/* One sentence a line, so that mdoc(7) puts the right space behind it; long
 * ones are wrapped. */
static void
paragraph(const char *text)
{
	size_t column = 0;

	for (const char *p = text; *p != '\0'; p++) {
		size_t word = strcspn(p + 1, " ");

		if (*p == ' ' &&
		    (ends_sentence(p - 1) || column + word > COLUMNS)) {
			putchar('\n');
			column = 0;
			continue;
		}
		putchar(*p);
		column++;
	}
}

/* From a title: a capital at its start, a full stop at its end. */
static void
sentence(const char *text)
{
	size_t n = strlen(text);
	bool is_small = text[0] >= 'a' && text[0] <= 'z';

	putchar(is_small ? text[0] - 'a' + 'A' : text[0]);
	paragraph(text + 1);
	puts(text[n - 1] == '.' ? "" : ".");
}

static const char *
grade_text(enum grade grade)
{
	switch (grade) {
	case INFO:
		return "info";
	case WARN:
		return "warn";
	case UNKNOWN:
		return "unknown";
	case FAIL:
		return "fail";
	case FAIL_OR_INFO:
		return "fail, or info with --stage request";
	case WARN_OR_INFO:
		return "warn, or info with --stage request";
	case WARN_OR_FAIL:
		return "warn, or fail with --profile bulk";
	}
	return "";
}

static void
print_commands(void)
{
	for (enum command_id id = 0; id < COMMAND_COUNT; id++) {
		printf(".It Cm %s\n", command_info[id].name);
		sentence(command_info[id].title);
	}
}

static void
print_options(void)
{
	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		const struct option_info *info = &option_info[id];

		fputs(".It ", stdout);
		if (info->letter != 0)
			printf("Fl %c , ", info->letter);
		printf("Fl Fl %s", info->name);
		if ((info->commands & OPTIONAL) != 0)
			printf(" Ns Oo = Ns Ar %s Oc", info->argument);
		else if (info->argument != NULL)
			printf(" Ar %s", info->argument);
		putchar('\n');
		sentence(info->help);
		if ((info->commands & REPEATABLE) != 0)
			puts("Can be given several times.");
	}
}

static void
print_formats(void)
{
	for (enum format_id id = 0; id < FORMAT_COUNT; id++) {
		printf(".It Cm %s\n", format_info[id].name);
		sentence(format_info[id].title);
	}
}

static void
print_providers(void)
{
	for (const struct provider *p = providers; p->id.n > 0; p++)
		printf(".Cm %s%s\n", p->id.s, p[1].id.n > 0 ? " ," : " .");
}

static void
print_filings(void)
{
	for (enum filing_id id = 0; id < FILING_COUNT; id++)
		printf(".Cm %s%s\n", filing_info[id].name,
		    id + 1 < FILING_COUNT ? " ," : " .");
}

static void
print_checks(void)
{
	for (enum check_id id = 0; id < CHECK_COUNT; id++) {
		printf(".It Cm %s\n", check_info[id].name);
		sentence(check_info[id].title);
		if (check_info[id].run == IF_ASKED && id != CHECK_PORT25)
			printf("Off unless\n.Fl Fl with\nor\n"
			       ".Fl Fl only\nnames it.\n");
	}
}

static void
print_findings(void)
{
	for (enum finding_id id = 0; id < FINDING_COUNT; id++) {
		const struct finding_info *info = &finding_info[id];

		printf(
		    ".It Ic %s Pq %s\n", info->code, grade_text(info->grade));
		sentence(info->title);
		sentence(info->fix);
	}
}

static void
print_exit(void)
{
#define QUIT(id, status, meaning) \
	puts(".It " #status);     \
	sentence(meaning);
#include "cli/exit.def"
#undef QUIT
}

static void
print_members_of_reports(void)
{
	members_print("../src/report/schema/mailpreflight-1.json");
}

static const struct {
	const char *name;
	void (*print)(void);
} parts[] = {
	{ "COMMANDS", print_commands },
	{ "OPTIONS", print_options },
	{ "FORMATS", print_formats },
	{ "CHECKS", print_checks },
	{ "PROVIDERS", print_providers },
	{ "FILINGS", print_filings },
	{ "FINDINGS", print_findings },
	{ "EXIT", print_exit },
	{ "MEMBERS", print_members_of_reports },
};

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (argc == 2 && strcmp(argv[1], parts[i].name) == 0) {
			parts[i].print();
			return 0;
		}
	fputs("usage: tables PART\n", stderr);
	return 2;
}

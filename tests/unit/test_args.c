#include "base/buf.h"
#include "cli/args.h"

#include "unit.h"

enum { MAX = 8 };

/* Option letters and names, their values, and the operands, in one line:
 * "host=a stage=live | x y". */
static struct str
flatten(struct arena *a, const struct args *args)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < args->noptions; i++) {
		buf_text(&b, option_info[args->options[i].id].name);
		if (args->options[i].value.n > 0)
			buf_byte(&b, '=');
		buf_str(&b, args->options[i].value);
		buf_byte(&b, ' ');
	}
	buf_byte(&b, '|');
	for (size_t i = 0; i < args->noperands; i++) {
		buf_byte(&b, ' ');
		buf_str(&b, args->operands[i]);
	}
	return buf_view(&b);
}

static const struct {
	const char *label;
	const char *argv[MAX];
	enum command_id command;
	struct str want; /* the error where there is one */
	bool fails;
} cases[] = {
	{ "nothing", { "" }, COMMAND_CHECK, STR("|"), false },
	{ "operands", { "", "a", "b" }, COMMAND_CHECK, STR("| a b"), false },
	{ "a command", { "", "explain", "x" }, COMMAND_EXPLAIN, STR("| x"),
	    false },
	{ "a domain that is called as a command is", { "", "check", "explain" },
	    COMMAND_CHECK, STR("| explain"), false },
	{ "only the first argument is a command", { "", "-q", "explain" },
	    COMMAND_CHECK,
	    STR("'explain': a command stands before all options"), true },
	{ "nearly a command", { "", "hlep" }, COMMAND_CHECK,
	    STR("'hlep': no such command; did you mean 'help'?"), true },
	{ "nearly a command, but a domain", { "", "batch.example" },
	    COMMAND_CHECK, STR("| batch.example"), false },
	{ "one value, twice", { "", "-Ha", "--host=a" }, COMMAND_CHECK,
	    STR("host=a host=a |"), false },
	{ "two values", { "", "-Ha", "--host=b" }, COMMAND_CHECK,
	    STR("--host: given twice: 'a' and 'b'"), true },
	{ "two values where several count", { "", "-sa", "-sb" }, COMMAND_CHECK,
	    STR("selector=a selector=b |"), false },
	{ "a name behind one hyphen", { "", "-host=a" }, COMMAND_CHECK,
	    STR("-host: no such option; did you mean '--host'?"), true },
	{ "a letter and a value that begin as a name does", { "", "-Hos" },
	    COMMAND_CHECK, STR("host=os |"), false },
	{ "a dash", { "", "\xe2\x80\x94host" }, COMMAND_CHECK,
	    STR("'\xe2\x80\x94host': a dash, where an option begins with "
		"hyphens"),
	    true },
	{ "a dash behind --", { "", "--", "\xe2\x80\x94" }, COMMAND_CHECK,
	    STR("| \xe2\x80\x94"), false },
	{ "another command's option is not the nearest", { "", "spf", "--hst" },
	    COMMAND_SPF, STR("--hst: no such option"), true },
	{ "a long option with =", { "", "--host=a", "x" }, COMMAND_CHECK,
	    STR("host=a | x"), false },
	{ "a long option with a value", { "", "--host", "a", "x" },
	    COMMAND_CHECK, STR("host=a | x"), false },
	{ "an empty value", { "", "--mail-from=", "x" }, COMMAND_CHECK,
	    STR("mail-from | x"), false },
	{ "a value with =", { "", "--zone=a=b" }, COMMAND_CHECK,
	    STR("zone=a=b |"), false },
	{ "a value that looks like an option", { "", "--host", "-q" },
	    COMMAND_CHECK, STR("host=-q |"), false },
	{ "letters together", { "", "-qvHa" }, COMMAND_CHECK,
	    STR("quiet verbose host=a |"), false },
	{ "a letter and a value", { "", "-H", "a" }, COMMAND_CHECK,
	    STR("host=a |"), false },
	{ "operands before options", { "", "x", "-q", "y" }, COMMAND_CHECK,
	    STR("quiet | x y"), false },
	{ "-- ends the options", { "", "--", "-q" }, COMMAND_CHECK, STR("| -q"),
	    false },
	{ "- is an operand", { "", "batch", "-" }, COMMAND_BATCH, STR("| -"),
	    false },
	{ "an optional value", { "", "--tls", "x" }, COMMAND_CHECK,
	    STR("tls | x"), false },
	{ "an optional value, given", { "", "--tls=n", "x" }, COMMAND_CHECK,
	    STR("tls=n | x"), false },
	{ "an unknown name", { "", "--hos", "x" }, COMMAND_CHECK,
	    STR("--hos: no such option; did you mean '--host'?"), true },
	{ "an unknown letter", { "", "-qX" }, COMMAND_CHECK,
	    STR("-X: no such option"), true },
	{ "a value that is missing", { "", "-H" }, COMMAND_CHECK,
	    STR("--host: needs a value: NAME"), true },
	{ "a value too many", { "", "--quiet=1" }, COMMAND_CHECK,
	    STR("--quiet: takes no value"), true },
	{ "another command's option", { "", "explain", "-q" }, COMMAND_EXPLAIN,
	    STR("--quiet: not an option of 'explain'"), true },
};

START_TEST(parses)
{
	struct arena a = { 0 };
	struct args args;
	struct str got;
	char *argv[MAX] = { NULL };
	int argc = 0;
	bool ok;

	/* argv is not const in C, and nothing writes to it. */
	while (argc < MAX && cases[_i].argv[argc] != NULL) {
		struct str copy = arena_str(&a, str_of(cases[_i].argv[argc]));

		argv[argc++] = arena_array(&a, copy.n + 1, char);
		for (size_t i = 0; i < copy.n; i++)
			argv[argc - 1][i] = copy.s[i];
	}
	ok = args_parse(&a, argc, argv, &args, &got);
	ck_assert_msg(ok == !cases[_i].fails, "%s", cases[_i].label);
	if (ok) {
		ck_assert_msg(
		    args.command == cases[_i].command, "%s", cases[_i].label);
		got = flatten(&a, &args);
	}
	ck_assert_msg(str_eq(got, cases[_i].want), "%s: %.*s", cases[_i].label,
	    PSTR(got));
	arena_free(&a);
}
END_TEST

/* What the shells' completions have as it stands. */
START_TEST(help_is_plain)
{
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		for (const char *p = option_info[id].help; *p != '\0'; p++)
			ck_assert_msg(*p != '\'' && *p != '"' && *p != '[' &&
				*p != ']' && *p != ':' && *p != '`',
			    "--%s", option_info[id].name);
}
END_TEST

START_TEST(names_are_unique)
{
	for (enum option_id x = 0; x < OPTION_COUNT; x++)
		for (enum option_id y = 0; y < x; y++) {
			ck_assert_str_ne(
			    option_info[x].name, option_info[y].name);
			ck_assert(option_info[x].letter == 0 ||
			    option_info[x].letter != option_info[y].letter);
		}
}
END_TEST

Suite *
args_suite(void)
{
	Suite *s = suite_create("args");
	TCase *tc = tcase_create("args");

	tcase_add_loop_test(tc, parses, 0, LENGTH(cases));
	tcase_add_test(tc, help_is_plain);
	tcase_add_test(tc, names_are_unique);
	suite_add_tcase(s, tc);
	return s;
}

#include "cli/args.h"
#include "base/escape.h"
#include "cli/nearest.h"

const struct option_info option_info[OPTION_COUNT] = {
#define OPTION(id, letter, name, argument, completion, commands, help) \
	[OPTION_##id] = { letter, name, argument, completion, commands, help },
#include "cli/options.def"
#undef OPTION
};

/* A cursor over argv. */
struct parser {
	struct arena *a;
	char **argv;
	size_t argc, at;
	struct args *args;
	struct str error;
};

static bool
fail(struct parser *p, struct str error)
{
	p->error = error;
	return false;
}

static enum option_id
find_name(struct str name)
{
	enum option_id id = 0;

	while (id < OPTION_COUNT && !str_eq(str_of(option_info[id].name), name))
		id++;
	return id;
}

static enum option_id
find_letter(char letter)
{
	enum option_id id = 0;

	while (id < OPTION_COUNT && option_info[id].letter != letter)
		id++;
	return id;
}

/* Which of two values is meant cannot be told. */
static bool
contradicts(struct parser *p, enum option_id id, struct str value)
{
	struct str before = args_value(p->args, id);

	return (option_info[id].commands & REPEATABLE) == 0 &&
	    before.s != NULL && !str_eq(before, value);
}

static bool
add(struct parser *p, enum option_id id, struct str value)
{
	const struct command_info *command = &command_info[p->args->command];

	if ((option_info[id].commands & (1U << p->args->command)) == 0)
		return fail(p,
		    arena_printf(p->a, "--%s: not an option of '%s'",
			option_info[id].name, command->name));
	if (contradicts(p, id, value))
		return fail(p,
		    arena_printf(p->a, "--%s: given twice: '%.*s' and '%.*s'",
			option_info[id].name,
			PSTR(excerpt(
			    p->a, args_value(p->args, id), EXCERPT_COLUMNS)),
			PSTR(excerpt(p->a, value, EXCERPT_COLUMNS))));
	p->args->options[p->args->noptions++] = (struct arg){ id, value };
	return true;
}

/* An option whose value is the next argument. */
static bool
add_with_next(struct parser *p, enum option_id id)
{
	if (p->at >= p->argc)
		return fail(p,
		    arena_printf(p->a, "--%s: needs a value: %s",
			option_info[id].name, option_info[id].argument));
	return add(p, id, str_of(p->argv[p->at++]));
}

/* An option that is not known, and the nearest of the command's. */
static bool
fail_option(struct parser *p, const char *before, struct str name)
{
	struct nearest near = nearest_begin(name);

	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if ((option_info[id].commands & (1U << p->args->command)) != 0)
			nearest_try(&near, str_of(option_info[id].name));
	return fail(p,
	    arena_printf(p->a, "%s%.*s: no such option%.*s", before,
		PSTR(excerpt(p->a, name, EXCERPT_COLUMNS)),
		PSTR(nearest_text(p->a, &near, "--"))));
}

/* --name, --name=value, --name value */
static bool
read_long(struct parser *p, struct str text)
{
	size_t equals = str_find(text, '=');
	struct str name = str_to(text, equals);
	enum option_id id = find_name(name);

	if (id == OPTION_COUNT)
		return fail_option(p, "--", name);
	if (option_info[id].argument == NULL) {
		if (equals < text.n)
			return fail(p,
			    arena_printf(
				p->a, "--%.*s: takes no value", PSTR(name)));
		return add(p, id, S(""));
	}
	if (equals < text.n)
		return add(p, id, str_from(text, equals + 1));
	if ((option_info[id].commands & OPTIONAL) != 0)
		return add(p, id, S(""));
	return add_with_next(p, id);
}

/* "-selector": not -s with the value "elector". */
static bool
is_long_name(struct str text)
{
	return text.n > 2 &&
	    find_name(str_to(text, str_find(text, '='))) != OPTION_COUNT;
}

/* What a text processor makes of a hyphen: a dash, or two of them. */
static struct str
behind_dash(struct str text)
{
	static const struct str dashes[] = { STR("\xe2\x80\x93"), /* en */
		STR("\xe2\x80\x94"),                              /* em */
		STR("\xe2\x88\x92") };                            /* minus */

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		while (str_starts(text, dashes[i]))
			text = str_from(text, dashes[i].n);
	return text;
}

/* -x, -xyz, -x value, -xvalue */
static bool
read_short(struct parser *p, struct str text)
{
	if (is_long_name(text))
		return fail_option(p, "-", str_to(text, str_find(text, '=')));
	for (size_t i = 0; i < text.n; i++) {
		enum option_id id = find_letter(text.s[i]);

		if (id == OPTION_COUNT)
			return fail(p,
			    arena_printf(p->a, "-%.*s: no such option",
				PSTR(str_to(str_from(text, i), 1))));
		if (option_info[id].argument != NULL) {
			if (i + 1 < text.n)
				return add(p, id, str_from(text, i + 1));
			return add_with_next(p, id);
		}
		if (!add(p, id, S("")))
			return false;
	}
	return true;
}

static bool
read_arg(struct parser *p, bool *only_operands)
{
	struct str text = str_of(p->argv[p->at++]);

	if (!*only_operands && behind_dash(text).n < text.n)
		return fail(p,
		    arena_printf(p->a,
			"'%.*s': a dash, where an option begins with hyphens",
			PSTR(excerpt(p->a, text, EXCERPT_COLUMNS))));
	if (*only_operands || text.n < 2 || text.s[0] != '-') {
		p->args->operands[p->args->noperands++] = text;
		return true;
	}
	if (str_eq(text, S("--"))) {
		*only_operands = true;
		return true;
	}
	if (str_starts(text, S("--")))
		return read_long(p, str_from(text, 2));
	return read_short(p, str_from(text, 1));
}

/* The first argument, if no command is called so. */
static bool
read_first(struct parser *p)
{
	struct str first = str_of(p->argv[1]);
	struct str near = nearest_command(p->a, first);

	/* No domain of mail is so short. */
	if (near.n == 0 || str_starts(first, S("-")) ||
	    str_find(first, '.') < first.n)
		return true;
	return fail(p,
	    arena_printf(p->a, "'%.*s': no such command%.*s",
		PSTR(excerpt(p->a, first, EXCERPT_COLUMNS)), PSTR(near)));
}

/* A command that does not come first would be taken for a domain. */
static bool
check_operands(struct parser *p)
{
	struct str first;

	if (p->args->noperands == 0)
		return true;
	first = p->args->operands[0];
	if (command_by_name(first) == COMMAND_COUNT)
		return true;
	return fail(p,
	    arena_printf(p->a, "'%.*s': a command stands before all options",
		PSTR(first)));
}

bool
args_parse(
    struct arena *a, int argc, char **argv, struct args *out, struct str *error)
{
	struct parser p = { a, argv, argc > 0 ? (size_t)argc : 0, 1, out,
		S("") };
	enum command_id command = COMMAND_COUNT;
	bool only_operands = false, ok;
	size_t letters = 0;

	if (p.argc > 1)
		command = command_by_name(str_of(argv[1]));
	if (command != COMMAND_COUNT)
		p.at++;
	/* Each letter of an argument can be an option. */
	for (size_t i = 1; i < p.argc; i++)
		letters += str_of(argv[i]).n;
	*out = (struct args){
		.command = command == COMMAND_COUNT ? COMMAND_CHECK : command,
		.options = arena_array(a, letters, struct arg),
		.operands = arena_array(a, p.argc, struct str),
	};
	ok = p.argc < 2 || command != COMMAND_COUNT || read_first(&p);
	while (ok && p.at < p.argc)
		ok = read_arg(&p, &only_operands);
	if (ok && command == COMMAND_COUNT)
		ok = check_operands(&p);
	*error = p.error;
	return ok;
}

bool
args_next(
    const struct args *args, enum option_id id, size_t *at, struct str *value)
{
	while (*at < args->noptions) {
		const struct arg *arg = &args->options[(*at)++];

		if (arg->id == id) {
			*value = arg->value;
			return true;
		}
	}
	return false;
}

struct str
args_value(const struct args *args, enum option_id id)
{
	struct str value = { NULL, 0 };
	size_t at = 0;

	while (args_next(args, id, &at, &value))
		continue;
	return value;
}

bool
args_has(const struct args *args, enum option_id id)
{
	return args_value(args, id).s != NULL;
}

#include "plan/plan_nsupdate.h"
#include "base/escape.h"
#include "dns/zone_data.h"
#include "dns/zone_line.h"
#include "dns/zone_type.h"

static const uint32_t ttl_max = 0x7fffffff;

static const unsigned char root_wire[] = { 0 };
static const struct name root = { root_wire, 1 };

/* What a whole name loses: the types that the checks look at. */
static const uint16_t all_types[] = { TYPE_A, TYPE_AAAA, TYPE_MX, TYPE_TXT,
	TYPE_CNAME, TYPE_PTR };

/* A script under way. */
struct script {
	struct plan *plan;
	struct arena line; /* one line's */
	struct str label;
	unsigned number; /* of the line */
	bool has_ttl;    /* "ttl" gave one */
	uint32_t ttl;
	bool has_updated; /* an update of this message came before */
	unsigned message; /* the line where the last one was sent */
	struct plan_error *err;
};

/* The words of a line that are not read yet. */
struct words {
	const struct zone_word *at;
	size_t n;
};

static struct str
next_word(struct words *words)
{
	struct str word = { 0 };

	if (words->n > 0) {
		word = words->at->text;
		words->at++;
		words->n--;
	}
	return word;
}

static bool
fail(struct script *s, struct str what)
{
	*s->err = (struct plan_error){ .line = s->number,
		.what = arena_str(s->plan->a, what) };
	return false;
}

static bool
fail_word(struct script *s, struct str word, const char *what)
{
	return fail(s,
	    word.s == NULL
		? arena_printf(&s->line, "nothing is there that %s", what)
		: arena_printf(&s->line, "'%.*s' is nothing that %s",
		      PSTR(escape(&s->line, word)), what));
}

static bool
read_name(struct script *s, struct words *words, struct name *out)
{
	struct str word = next_word(words);

	if (word.s != NULL && name_parse(s->plan->a, word, out))
		return true;
	return fail_word(s, word, "can be a name");
}

static bool
is_class(struct str word)
{
	return str_eq_nocase(word, S("IN"));
}

/* Skips a class. */
static void
skip_class(struct words *words)
{
	if (words->n > 0 && is_class(words->at->text))
		next_word(words);
}

/* A TTL, which only what is added must have. */
static bool
read_ttl(struct script *s, struct words *words, bool is_needed, uint32_t *ttl)
{
	*ttl = s->ttl;
	if (words->n > 0 && words->at->text.n > 0 &&
	    byte_is_digit(words->at->text.s[0]))
		return str_u32(next_word(words), ttl_max, ttl) ||
		    fail(s, S("a TTL is a number of seconds up to 2147483647"));
	if (is_needed && !s->has_ttl)
		return fail(s, S("a record is added without a TTL"));
	return true;
}

static bool
read_type(struct script *s, struct words *words, uint16_t *type)
{
	struct str word = next_word(words);
	enum zone_kind kind =
	    word.s == NULL ? ZONE_KIND_NONE : zone_kind(&s->line, word, type);

	return kind == ZONE_KIND_READ || kind == ZONE_KIND_OTHER ||
	    fail_word(s, word, "can be a type of records");
}

/* Unquoted, each word of a text becomes a string of its own, and the blanks
 * between them are gone. */
static bool
is_torn(const struct words *words)
{
	bool is_quoted = true;

	for (size_t i = 0; i < words->n; i++)
		is_quoted &= words->at[i].quoted;
	return words->n > 1 && !is_quoted;
}

static bool
read_data(struct script *s, const struct words *words, uint16_t type,
    uint32_t ttl, struct record *out)
{
	struct zone_data data = {
		.type = type,
		.origin = root,
		.words = words->at,
		.n = words->n,
		.file = s->label,
	};

	*out = (struct record){ .type = type, .ttl = ttl };
	if (!type_is_read(type))
		return true;
	return zone_data_read(&data, &s->line, s->plan->a, out) ||
	    fail(s, data.reason);
}

static struct plan_entry
begin_entry(
    struct script *s, struct name name, uint16_t type, enum overlay_state state)
{
	return (struct plan_entry){
		.verb = PLAN_EDIT,
		.flaws = FLAW_LENIENT,
		.set = {
			.name = name,
			.type = type,
			.state = state,
			.ttl = s->ttl,
			.from = { .file = s->label, .line = s->number },
		},
	};
}

/* RFC 2136 section 3.4.2.2: a CNAME and an SOA take the place of another. */
static bool
read_add(struct script *s, struct words *words)
{
	struct record *record = arena_new(s->plan->a, struct record);
	struct plan_entry entry;
	struct name name;
	uint16_t type;
	uint32_t ttl;

	if (!read_name(s, words, &name) || !read_ttl(s, words, true, &ttl))
		return false;
	skip_class(words);
	if (!read_type(s, words, &type) ||
	    !read_data(s, words, type, ttl, record))
		return false;
	entry = begin_entry(s, name, type,
	    type == TYPE_CNAME || type == TYPE_SOA ? OVERLAY_RECORDS
						   : OVERLAY_EDIT);
	entry.set.records = record;
	entry.set.n = 1;
	if ((type == TYPE_TXT || type == TYPE_SPF) && is_torn(words))
		entry.flaws |= FLAW_UNQUOTED;
	plan_add(s->plan, &entry);
	s->has_updated = true;
	return true;
}

static void
clear(struct script *s, struct name name)
{
	overlay_clear(s->plan->overlay, name);
	for (size_t i = 0; i < sizeof(all_types) / sizeof(all_types[0]); i++) {
		struct plan_entry entry =
		    begin_entry(s, name, all_types[i], OVERLAY_NOTHING);

		plan_add(s->plan, &entry);
	}
}

/* A name, a set, or one record of a set. */
static bool
read_delete(struct script *s, struct words *words)
{
	struct record *record = arena_new(s->plan->a, struct record);
	struct plan_entry entry;
	struct name name;
	uint16_t type;
	uint32_t ttl;

	s->has_updated = true;
	if (!read_name(s, words, &name) || !read_ttl(s, words, false, &ttl))
		return false;
	skip_class(words);
	if (words->n == 0 || str_eq_nocase(words->at->text, S("ANY"))) {
		clear(s, name);
		return true;
	}
	if (!read_type(s, words, &type))
		return false;
	entry = begin_entry(
	    s, name, type, words->n > 0 ? OVERLAY_EDIT : OVERLAY_NOTHING);
	if (words->n > 0) {
		if (!read_data(s, words, type, ttl, record))
			return false;
		entry.set.gone = record;
		entry.set.ngone = 1;
	}
	plan_add(s->plan, &entry);
	return true;
}

static bool
read_update(struct script *s, struct words *words)
{
	struct str word = next_word(words);

	if (str_eq_nocase(word, S("add")))
		return read_add(s, words);
	if (str_eq_nocase(word, S("delete")) || str_eq_nocase(word, S("del")))
		return read_delete(s, words);
	return fail_word(s, word, "an update can do: add or delete");
}

/* What must hold before the updates of its message. */
static bool
read_prereq(struct script *s, struct words *words)
{
	static const struct {
		struct str word;
		enum plan_prereq_kind kind;
	} kinds[] = {
		{ STR("nxdomain"), PREREQ_NO_NAME },
		{ STR("yxdomain"), PREREQ_NAME },
		{ STR("nxrrset"), PREREQ_NO_SET },
		{ STR("yxrrset"), PREREQ_SET },
	};
	struct plan_prereq prereq = { .from = { s->label, s->number, { 0 } } };
	struct str word = next_word(words);
	size_t i = 0;

	while (i < 4 && !str_eq_nocase(kinds[i].word, word))
		i++;
	if (i == 4)
		return fail_word(s, word,
		    "a prereq can be: nxdomain, yxdomain, nxrrset or yxrrset");
	prereq.kind = kinds[i].kind;
	prereq.type = TYPE_A;
	if (!read_name(s, words, &prereq.name))
		return false;
	skip_class(words);
	if (i >= 2 && !read_type(s, words, &prereq.type))
		return false;
	if (prereq.kind == PREREQ_SET && words->n > 0) {
		prereq.has_record = true;
		if (!read_data(s, words, prereq.type, 0, &prereq.record))
			return false;
	}
	prereq.message = s->message;
	/* What an update of the same message makes of it is not looked at. */
	if (!s->has_updated ||
	    overlay_node(s->plan->overlay, prereq.name) == NULL)
		plan_add_prereq(s->plan, &prereq);
	return true;
}

static bool
read_default_ttl(struct script *s, struct words *words)
{
	struct str word = next_word(words);

	s->has_ttl = !str_eq_nocase(word, S("none"));
	if (!s->has_ttl)
		return true;
	return str_u32(word, ttl_max, &s->ttl) ||
	    fail_word(s, word, "can be a TTL");
}

/* About the message and the server, and not about records. */
static bool
read_nothing(struct script *s, struct words *words)
{
	(void)s;
	(void)words;
	return true;
}

static void
end_message(struct script *s)
{
	s->has_updated = false;
	s->message = s->number;
}

static bool
read_send(struct script *s, struct words *words)
{
	(void)words;
	end_message(s);
	return true;
}

static const struct {
	struct str word;
	bool (*read)(struct script *s, struct words *words);
	bool takes_the_word; /* "add" without "update" before it */
} commands[] = {
	{ STR("update"), read_update, false },
	{ STR("add"), read_update, true },
	{ STR("del"), read_update, true },
	{ STR("delete"), read_update, true },
	{ STR("prereq"), read_prereq, false },
	{ STR("nxdomain"), read_prereq, true },
	{ STR("yxdomain"), read_prereq, true },
	{ STR("nxrrset"), read_prereq, true },
	{ STR("yxrrset"), read_prereq, true },
	{ STR("ttl"), read_default_ttl, false },
	{ STR("server"), read_nothing, false },
	{ STR("local"), read_nothing, false },
	{ STR("zone"), read_nothing, false },
	{ STR("class"), read_nothing, false },
	{ STR("key"), read_nothing, false },
	{ STR("gsstsig"), read_nothing, false },
	{ STR("oldgsstsig"), read_nothing, false },
	{ STR("realm"), read_nothing, false },
	{ STR("check-names"), read_nothing, false },
	{ STR("show"), read_nothing, false },
	{ STR("send"), read_send, false },
	{ STR("answer"), read_nothing, false },
	{ STR("debug"), read_nothing, false },
	{ STR("lease"), read_nothing, false },
	{ STR("quit"), read_nothing, false },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static size_t
find_command(struct str word)
{
	size_t i = 0;

	while (i < COMMANDS && !str_eq_nocase(commands[i].word, word))
		i++;
	return i;
}

static bool
read_line(struct script *s, const struct zone_line *line)
{
	struct words words = { line->words, line->n };
	size_t i = find_command(words.at->text);

	s->number = line->first;
	if (line->after_empty)
		end_message(s);
	if (i == COMMANDS)
		return fail_word(
		    s, words.at->text, "nsupdate has for a command");
	if (!commands[i].takes_the_word)
		next_word(&words);
	return commands[i].read(s, &words);
}

bool
nsupdate_is_one(struct arena *a, struct str text)
{
	struct zone_lines lines;
	struct zone_line line;

	zone_lines_begin(&lines, text);
	return zone_line_next(&lines, a, &line) &&
	    find_command(line.words[0].text) < COMMANDS;
}

bool
nsupdate_read(struct plan *plan, struct str text, struct str label,
    struct plan_error *err)
{
	struct script s = { .plan = plan, .label = label, .err = err };
	struct zone_lines lines;
	struct zone_line line;
	bool ok = true;

	zone_lines_begin(&lines, text);
	while (ok && zone_line_next(&lines, &s.line, &line)) {
		ok = read_line(&s, &line);
		arena_reset(&s.line);
	}
	if (ok && lines.err != NULL) {
		s.number = lines.err_line;
		ok = fail(&s, str_of(lines.err));
	}
	arena_free(&s.line);
	return ok;
}

#include "base/date.h"
#include "base/escape.h"
#include "dns/answer_copy.h"
#include "dns/zone_data.h"
#include "dns/zone_line.h"
#include "recording/recording.h"

enum { SERVERS_MAX = 64 }; /* in one line */

/* The line that is read, and what of it is left. */
struct reading {
	struct recording *recording;
	struct arena a; /* the line's */
	const struct zone_word *words;
	size_t n;
	struct answer answer;
	enum recorded kind;
	struct str what; /* is wrong; in the recording's arena */
};

static bool
fail(struct reading *r, const char *what, struct str word)
{
	struct arena *a = &r->recording->a;

	r->what = word.s == NULL ? str_of(what)
				 : arena_printf(a, "%s: '%.*s'", what,
				       PSTR(excerpt(a, word, EXCERPT_COLUMNS)));
	return false;
}

/* NULL at the line's end, which is too early. */
static const struct zone_word *
next(struct reading *r)
{
	if (r->n == 0) {
		fail(r, "the line ends too early", (struct str){ 0 });
		return NULL;
	}
	r->n--;
	return r->words++;
}

static bool
read_name(struct reading *r, struct name *out)
{
	const struct zone_word *word = next(r);

	if (word == NULL)
		return false;
	return (!word->quoted && name_parse(&r->a, word->text, out)) ||
	    fail(r, "not a name", word->text);
}

static bool
read_number(struct reading *r, uint32_t *out)
{
	const struct zone_word *word = next(r);

	if (word == NULL)
		return false;
	return (!word->quoted && str_u32(word->text, UINT32_MAX, out)) ||
	    fail(r, "not a number", word->text);
}

static bool
read_text(struct reading *r, struct str *out)
{
	const struct zone_word *word = next(r);

	if (word == NULL)
		return false;
	return (word->quoted && unquote(&r->a, word->text, out)) ||
	    fail(r, "not a string in quotes", word->text);
}

static bool
read_type(struct reading *r, uint16_t *out)
{
	const struct zone_word *word = next(r);

	if (word == NULL)
		return false;
	*out = type_parse(word->text);
	return type_is_read(*out) ||
	    fail(r, "not a type that is asked for", word->text);
}

static bool
read_status(struct reading *r, enum answer_status *out)
{
	static const enum answer_status all[] = {
#define STATUS(id, text, finding, words) ANSWER_##id,
#include "dns/status.def"
#undef STATUS
	};
	const struct zone_word *word = next(r);

	if (word == NULL)
		return false;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != ANSWER_REFERRAL &&
		    str_eq(answer_status_text(all[i]), word->text)) {
			*out = all[i];
			return true;
		}
	return fail(r, "not a status", word->text);
}

static bool
read_alias(struct reading *r, bool is_hidden)
{
	struct answer *answer = &r->answer;
	struct name *names = (struct name *)(uintptr_t)answer->cnames;

	if (names == NULL)
		names = arena_array(&r->a, CNAME_CHAIN_MAX, struct name);
	answer->cnames = names;
	if (answer->ncnames == CNAME_CHAIN_MAX)
		return fail(r, "too many aliases", (struct str){ 0 });
	if (answer->nhidden > 0 && !is_hidden)
		return fail(
		    r, "an alias behind a hidden one", (struct str){ 0 });
	answer->nhidden += is_hidden;
	return read_name(r, &names[answer->ncnames++]);
}

static bool
read_server(struct reading *r, bool is_parent)
{
	struct answer *answer = &r->answer;
	struct server_answer *servers =
	    (struct server_answer *)(uintptr_t)answer->servers;
	struct server_answer *said;

	if (servers == NULL)
		servers = arena_array(&r->a, SERVERS_MAX, struct server_answer);
	answer->servers = servers;
	if (answer->nservers == SERVERS_MAX)
		return fail(r, "too many servers", (struct str){ 0 });
	said = &servers[answer->nservers++];
	said->is_parent = is_parent;
	return read_text(r, &said->server) && read_status(r, &said->status) &&
	    read_text(r, &said->text);
}

/* One field's word, and its value where it has one; *found says whether the
 * word is one. */
static bool
read_field(struct reading *r, struct str word, bool *found)
{
	struct answer *answer = &r->answer;

	*found = true;
#define FLAG(text, member)         \
	if (str_eq(word, S(text))) \
		return answer->member = true;
#define NUMBER(text, member)       \
	if (str_eq(word, S(text))) \
		return read_number(r, &answer->member);
#define TEXT(text, member)         \
	if (str_eq(word, S(text))) \
		return read_text(r, &answer->member);
#include "recording/recording_fields.def"
#undef FLAG
#undef NUMBER
#undef TEXT
	*found = false;
	return true;
}

static bool
is_bar(const struct zone_word *word)
{
	return !word->quoted && str_eq(word->text, S("|"));
}

static bool
read_item(struct reading *r)
{
	const struct zone_word *word = next(r);
	bool found;

	if (word == NULL)
		return false;
	if (!word->quoted && !read_field(r, word->text, &found))
		return false;
	if (!word->quoted && found)
		return true;
	if (str_eq(word->text, S("published"))) {
		r->kind = RECORDED_PUBLISHED;
		return true;
	}
	if (str_eq(word->text, S("ttl")))
		return read_number(r, &r->answer.ttl);
	if (str_eq(word->text, S("zone")))
		return read_name(r, &r->answer.zone);
	if (str_eq(word->text, S("alias")))
		return read_alias(r, false);
	if (str_eq(word->text, S("hidden")))
		return read_alias(r, true);
	if (str_eq(word->text, S("said")))
		return read_server(r, false);
	if (str_eq(word->text, S("parent")))
		return read_server(r, true);
	return fail(r, "not a word of a recording", word->text);
}

/* TTL and data, up to the next bar or the end. */
static bool
read_record(struct reading *r, struct record *out)
{
	struct zone_data data = {
		.type = r->answer.question.type,
		.origin = { (const unsigned char *)"", 1 },
	};

	if (!read_number(r, &out->ttl))
		return false;
	data.words = r->words;
	for (; r->n > 0 && !is_bar(r->words); r->words++, r->n--)
		data.n++;
	return zone_data_read(&data, &r->recording->a, &r->a, out) ||
	    fail(r, arena_str(&r->recording->a, data.reason).s,
		(struct str){ 0 });
}

static bool
read_records(struct reading *r)
{
	struct record *records = arena_array(&r->a, r->n, struct record);
	size_t n = 0;

	while (r->n > 0) {
		r->words++; /* the bar */
		r->n--;
		if (!read_record(r, &records[n++]))
			return false;
	}
	r->answer.records = records;
	r->answer.n = record_set(records, n);
	if (r->answer.is_late && r->answer.status != ANSWER_TIMEOUT)
		return fail(r, "late beside another status than TIMEOUT",
		    (struct str){ 0 });
	if ((n > 0) == (r->answer.status == ANSWER_NOERROR))
		return true;
	return fail(r,
	    n > 0 ? "records beside a status that has none"
		  : "NOERROR without a record",
	    (struct str){ 0 });
}

static bool
read_end(struct reading *r, enum fetched_end *out)
{
	const struct zone_word *word = next(r);

	return word != NULL &&
	    ((!word->quoted && fetched_end_parse(word->text, out)) ||
		fail(r, "not how fetching ends", word->text));
}

/* Behind the word "fetched". */
static bool
read_fetched(struct reading *r, struct name host)
{
	struct fetched f = { .ip = { .family = IP_NONE } };
	struct str ip;

	if (r->recording->fetched_host.n > 0)
		return fail(
		    r, "a second text that was fetched", (struct str){ 0 });
	if (!read_end(r, &f.end) || !read_text(r, &ip) ||
	    !read_number(r, &f.status) || !read_text(r, &f.type) ||
	    !read_text(r, &f.location) || !read_text(r, &f.error) ||
	    !read_text(r, &f.body))
		return false;
	if (ip.n > 0 && !ip_parse(ip, &f.ip))
		return fail(r, "not an address", ip);
	if ((f.status > 0) != (f.end == FETCHED_DONE) || r->n > 0)
		return fail(r,
		    r->n > 0 ? "words behind the text"
			     : "a status beside another end than done",
		    (struct str){ 0 });
	recording_put_fetched(r->recording, host, &f);
	return true;
}

static bool
read_answer(struct reading *r)
{
	struct question *question = &r->answer.question;

	if (!read_name(r, &question->name))
		return false;
	if (r->n == 1 && str_eq(r->words->text, S("covered"))) {
		recording_cover(r->recording, question->name);
		return true;
	}
	if (r->n > 0 && !r->words->quoted &&
	    str_eq(r->words->text, S("fetched"))) {
		next(r);
		return read_fetched(r, question->name);
	}
	if (!read_type(r, &question->type) ||
	    !read_status(r, &r->answer.status))
		return false;
	while (r->n > 0 && !is_bar(r->words))
		if (!read_item(r))
			return false;
	if (!read_records(r))
		return false;
	if (recording_get(
		r->recording, question->name, question->type, r->kind) != NULL)
		return fail(
		    r, "a second answer to the question", (struct str){ 0 });
	recording_put(
	    r->recording, question->name, question->type, r->kind, &r->answer);
	return true;
}

static bool
read_head(struct reading *r)
{
	struct recording *recording = r->recording;
	const struct zone_word *word = next(r);
	uint32_t version;

	if (word == NULL || !read_number(r, &version))
		return false;
	if (version != RECORDING_VERSION)
		return fail(r, "of another version than this program reads",
		    (struct str){ 0 });
	word = next(r);
	if (word == NULL)
		return false;
	if (word->quoted || !date_parse(word->text, &recording->day_number))
		return fail(r, "not a day as YYYY-MM-DD", word->text);
	recording->day = arena_str(&recording->a, word->text);
	while (r->n > 0) {
		word = next(r);
		if (str_eq(word->text, S("authoritative")))
			recording->is_authoritative = true;
		else if (str_eq(word->text, S("late")))
			recording->is_late = true;
		else if (!str_eq(word->text, S("change")))
			return fail(
			    r, "not a word of the first line", word->text);
		else if (!read_text(r, &recording->change))
			return false;
	}
	recording->change = arena_str(&recording->a, recording->change);
	return true;
}

/* One line, whose quotes and parentheses must close in it. */
static bool
read_line(struct reading *r, struct str text, bool is_head)
{
	struct zone_lines lines;
	struct zone_line line;

	if (is_head && !str_starts(text, S("mailpreflight-recording ")))
		return fail(r, "not a recording", (struct str){ 0 });
	zone_lines_begin(&lines, text);
	if (!zone_line_next(&lines, &r->a, &line)) {
		if (lines.err == NULL)
			return true; /* a comment */
		return fail(r, lines.err, (struct str){ 0 });
	}
	r->words = line.words;
	r->n = line.n;
	r->answer = (struct answer){ .status = ANSWER_NOERROR };
	r->kind = RECORDED;
	return is_head ? read_head(r) : read_answer(r);
}

bool
recording_read(
    struct recording *recording, struct str text, struct recording_error *err)
{
	struct reading r = { .recording = recording };
	bool is_head = true, ok = true;
	struct str line;

	for (*err = (struct recording_error){ 0 };
	     ok && str_cut(&text, '\n', &line);) {
		err->line++;
		line = str_trim(line);
		if (line.n == 0 || line.s[0] == '#')
			continue;
		ok = read_line(&r, line, is_head);
		is_head = false;
		arena_reset(&r.a);
	}
	arena_free(&r.a);
	if (ok && is_head) {
		ok = false;
		r.what = S("not a recording");
	}
	err->what = r.what;
	return ok;
}

#include "base/escape.h"
#include "recording/recording.h"

/* One line under way. */
struct line {
	struct buf *out;
	struct arena a;
};

static void
put_name(struct line *line, const char *before, struct name name)
{
	buf_printf(
	    line->out, "%s%.*s", before, PSTR(name_text(&line->a, name)));
}

/* At a line's start, where '#' begins a comment. */
static void
put_owner(struct line *line, struct name name)
{
	bool is_comment = str_starts(name_label(name), S("#"));

	put_name(line, is_comment ? "\\" : "", name);
}

static void
put_flag(struct buf *out, const char *word, bool is_set)
{
	if (is_set)
		buf_printf(out, " %s", word);
}

static void
put_number(struct buf *out, const char *word, uint32_t number)
{
	if (number > 0)
		buf_printf(out, " %s %u", word, number);
}

static void
put_text(struct buf *out, const char *word, struct str text)
{
	if (text.n == 0)
		return;
	buf_printf(out, " %s ", word);
	buf_quoted(out, text);
}

static void
put_fields(struct buf *out, const struct answer *answer)
{
#define FLAG(word, member)   put_flag(out, word, answer->member);
#define NUMBER(word, member) put_number(out, word, answer->member);
#define TEXT(word, member)   put_text(out, word, answer->member);
#include "recording/recording_fields.def"
#undef FLAG
#undef NUMBER
#undef TEXT
}

static void
put_chain(struct line *line, const struct answer *answer)
{
	size_t shown = answer->ncnames - answer->nhidden;

	for (size_t i = 0; i < answer->ncnames; i++)
		put_name(line, i < shown ? " alias " : " hidden ",
		    answer->cnames[i]);
}

static void
put_servers(struct buf *out, const struct answer *answer)
{
	for (size_t i = 0; i < answer->nservers; i++) {
		const struct server_answer *said = &answer->servers[i];

		put_text(out, said->is_parent ? "parent" : "said",
		    said->server.n > 0 ? said->server : S("-"));
		buf_printf(
		    out, " %.*s ", PSTR(answer_status_text(said->status)));
		buf_quoted(out, said->text);
	}
}

static void
put_records(struct line *line, const struct answer *answer)
{
	for (size_t i = 0; i < answer->n; i++)
		buf_printf(line->out, " | %u %.*s", answer->records[i].ttl,
		    PSTR(record_text(&line->a, &answer->records[i])));
}

/* All that follows the mark. */
static void
put_rest(struct line *line, const struct answer *answer)
{
	struct buf *out = line->out;

	put_number(out, "ttl", answer->ttl);
	put_fields(out, answer);
	if (answer->zone.n > 0)
		put_name(line, " zone ", answer->zone);
	put_chain(line, answer);
	put_servers(out, answer);
	put_records(line, answer);
	buf_byte(out, '\n');
}

static void
put_answer(struct line *line, const struct answer *answer, enum recorded kind)
{
	put_owner(line, answer->question.name);
	buf_printf(line->out, " %.*s %.*s",
	    PSTR(type_text(&line->a, answer->question.type)),
	    PSTR(answer_status_text(answer->status)));
	if (kind == RECORDED_PUBLISHED)
		buf_text(line->out, " published");
	put_rest(line, answer);
	arena_reset(&line->a);
}

/* A replay takes the one for both, if they are the same in all that is
 * written of them. */
static bool
is_same(struct line *line, const struct answer *x, const struct answer *y)
{
	struct buf *out = line->out, first = { .a = &line->a },
		   second = { .a = &line->a };
	bool same;

	if (x == NULL || y == NULL || x->status != y->status)
		return false;
	line->out = &first;
	put_rest(line, x);
	line->out = &second;
	put_rest(line, y);
	line->out = out;
	same = str_eq(buf_view(&first), buf_view(&second));
	arena_reset(&line->a);
	return same;
}

static void
put_question(const struct question *question,
    struct answer *const answers[RECORDED_KINDS], void *owner)
{
	const struct answer *answer = answers[RECORDED];
	const struct answer *published = answers[RECORDED_PUBLISHED];
	struct line *line = owner;

	if (answer != NULL)
		put_answer(line, answer, RECORDED);
	if (published != NULL && !is_same(line, answer, published))
		put_answer(line, published, RECORDED_PUBLISHED);
	if (question->type == 0) {
		put_owner(line, question->name);
		buf_text(line->out, " covered\n");
	}
}

static void
put_fetched(struct line *line, struct name host, const struct fetched *f)
{
	const struct str texts[] = { f->type, f->location, f->error, f->body };

	put_owner(line, host);
	buf_printf(line->out, " fetched %s \"%.*s\" %u",
	    fetched_end_text(f->end),
	    PSTR(f->ip.family == IP_NONE ? S("") : ip_text(&line->a, f->ip)),
	    f->status);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		buf_byte(line->out, ' ');
		buf_quoted(line->out, texts[i]);
	}
	buf_byte(line->out, '\n');
}

void
recording_write(struct buf *out, struct recording *recording)
{
	struct line line = { .out = out };

	buf_printf(out, "mailpreflight-recording %d %.*s", RECORDING_VERSION,
	    PSTR(recording->day));
	put_flag(out, "authoritative", recording->is_authoritative);
	put_flag(out, "late", recording->is_late);
	put_text(out, "change", recording->change);
	buf_byte(out, '\n');
	recording_each(recording, put_question, &line);
	if (recording->fetched_host.n > 0)
		put_fetched(
		    &line, recording->fetched_host, &recording->fetched);
	arena_free(&line.a);
}

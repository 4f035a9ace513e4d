#include <assert.h>
#include <stdarg.h>

#include "base/escape.h"
#include "check/check.h"
#include "check/scope.h"

static const char *const status_names[] = {
	[STATUS_SKIP] = "skip",
	[STATUS_PASS] = "pass",
	[STATUS_WARN] = "warn",
	[STATUS_UNKNOWN] = "unknown",
	[STATUS_FAIL] = "fail",
};

/* What tells of each status of an answer; "" for those that are answers. */
static const struct {
	struct str code;
	struct str words;
} status_says[] = {
#define STATUS(id, text, finding, words) \
	[ANSWER_##id] = { STR(finding), STR(words) },
#include "dns/status.def"
#undef STATUS
};

const char *
status_text(enum status status)
{
	return status_names[status];
}

struct ip
ip_or_none(const struct ip *ip)
{
	return ip != NULL ? *ip : (struct ip){ .family = IP_NONE };
}

/* A message is a sentence, and ends like one. */
static struct str
as_sentence(struct arena *a, struct str text)
{
	return str_ends(text, S(".")) ? text
				      : arena_printf(a, "%.*s.", PSTR(text));
}

struct finding *
check_flag(struct check *c, enum finding_id id, const char *fmt, ...)
{
	const struct finding_info *info = &finding_info[id];
	struct finding *f = arena_new(c->a, struct finding);
	struct result *r = c->result;
	va_list ap;

	f->id = id;
	va_start(ap, fmt);
	f->message = as_sentence(c->a, arena_vprintf(c->a, fmt, ap));
	va_end(ap);
	f->severity = c->policy->is_set[id]
	    ? c->policy->set[id]
	    : grade_severity(info->grade, c->req->stage, c->req->profile);
	f->subject = r->subject;
	f->reference = str_of(info->reference);
	if (f->severity == SEV_OFF)
		return f;
	*(r->last != NULL ? &r->last->next : &r->findings) = f;
	r->last = f;
	return f;
}

void
check_set_grade(struct check *c, struct finding *f, enum grade grade)
{
	if (!c->policy->is_set[f->id])
		f->severity =
		    grade_severity(grade, c->req->stage, c->req->profile);
}

void
check_need(struct check *c, struct finding *f, struct need need)
{
	struct need *copy, **end = &f->needs;

	/* Nobody can publish anything in a domain that does not exist. */
	if (c->scope->is_missing && name_is_in(need.name, c->req->domain))
		return;
	copy = arena_new(c->a, struct need);
	*copy = need;
	while (*end != NULL)
		end = &(*end)->next;
	*end = copy;
}

struct str
words_of_status(enum answer_status status)
{
	return status_says[status].words;
}

enum finding_id
finding_of_status(enum answer_status status)
{
	return finding_by_code(status_says[status].code);
}

/* What tells that an answer says nothing. */
static struct str
failure_text(struct arena *a, const struct answer *answer)
{
	struct str alias = S("");

	if (answer->ncnames > 0)
		alias = arena_printf(a, " (an alias of %.*s)",
		    PSTR(name_text(a, answer_name(answer))));
	return arena_printf(a, "%.*s %.*s%.*s: %.*s%s%.*s%s%s%.*s.",
	    PSTR(name_text(a, answer->question.name)),
	    PSTR(type_text(a, answer->question.type)), PSTR(alias),
	    PSTR(status_says[answer->status].words),
	    answer->server.n > 0 ? " (" : "", PSTR(escape(a, answer->server)),
	    answer->server.n > 0 ? ")" : "", answer->note.n > 0 ? ": " : "",
	    PSTR(escape(a, answer->note)));
}

/* The finding of the check that says just this, or NULL. */
static struct finding *
find_said(const struct check *c, enum finding_id id, struct str message)
{
	struct finding *f = c->result->findings;

	while (f != NULL && (f->id != id || !str_eq(f->message, message)))
		f = f->next;
	return f;
}

/* What is hidden weighs as it would if it were seen; a failure, as unknown. */
static enum severity
weight_of_hidden(
    const struct check *c, enum finding_id id, enum finding_id worst)
{
	enum severity own = grade_severity(
	    finding_info[id].grade, c->req->stage, c->req->profile);
	enum severity hidden = grade_severity(
	    finding_info[worst].grade, c->req->stage, c->req->profile);

	if (c->policy->is_set[id])
		return c->policy->set[id];
	return hidden >= SEV_UNKNOWN ? own : hidden;
}

struct finding *
check_unknown(
    struct check *c, const struct answer *answer, enum finding_id worst)
{
	enum finding_id id;
	enum severity severity;
	struct finding *f;
	struct str said;

	if (answer_is_known(answer))
		return NULL;
	id = finding_of_status(answer->status);
	assert(id < FINDING_COUNT); /* ALIAS never comes here */
	severity = weight_of_hidden(c, id, worst);
	said = failure_text(c->a, answer);
	f = find_said(c, id, said);
	if (f == NULL) {
		f = check_flag(c, id, "%.*s", PSTR(said));
		f->subject = name_text(c->a, answer->question.name);
		f->severity = severity;
	} else if (severity > f->severity) {
		f->severity = severity;
	}
	return f;
}

struct finding *
check_unseen(struct check *c, enum finding_id worst, const char *fmt, ...)
{
	struct finding *f;
	struct str what;
	va_list ap;

	va_start(ap, fmt);
	what = arena_vprintf(c->a, fmt, ap);
	va_end(ap);
	f = check_flag(c, FINDING_DNS_BUDGET, "%.*s", PSTR(what));
	f->severity = weight_of_hidden(c, FINDING_DNS_BUDGET, worst);
	return f;
}

bool
check_mixed(struct finding *f, const struct answer *answer)
{
	if (!answer->is_mixed)
		return false;
	f->advice = S("The name servers of the zone do not agree yet, and "
		      "these are the records of all of them: wait until they "
		      "do, and look again.");
	return true;
}

void
check_skip(struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	c->result->summary = arena_vprintf(c->a, fmt, ap);
	va_end(ap);
	c->result->status = STATUS_SKIP;
}

void
check_say(struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	c->result->summary = arena_vprintf(c->a, fmt, ap);
	va_end(ap);
}

struct str
check_name(struct check *c, struct name name)
{
	return name_text(c->a, name);
}

/* json.c - the report as one JSON object, schema/mailpreflight-1.json. */
#include "mail/provider.h"
#include "report/format.h"
#include "report/json_print.h"
#include "report/secret.h"

static void
put_optional(
    struct arena *a, struct value *to, const char *key, struct str text)
{
	if (text.n > 0)
		value_add_str(a, to, key, text);
}

/* Text, or null where there is none. */
static void
put_nullable(
    struct arena *a, struct value *to, const char *key, struct str text)
{
	if (text.n > 0)
		value_add_str(a, to, key, text);
	else
		value_add_null(a, to, key);
}

static void
put_count(struct arena *a, struct value *to, const char *key, size_t n)
{
	value_add_int(a, to, key, (int64_t)n);
}

static struct str
mail_from_text(struct arena *a, const struct request *req)
{
	if (req->null_sender)
		return S("");
	return arena_printf(a, "%.*s@%.*s", PSTR(req->local_part),
	    PSTR(name_text(a, req->mail_from)));
}

static void
put_request(struct arena *a, struct value *to, const struct request *req)
{
	struct value *object = value_add_object(a, to, "request"), *list;
	struct str host = name_text(a, req->host);

	value_add_str(a, object, "domain", name_text(a, req->domain));
	list = value_add_list(a, object, "ips");
	for (size_t i = 0; i < req->nips; i++)
		value_add_str(a, list, NULL, ip_text(a, req->ips[i]));
	put_nullable(a, object, "host", host);
	put_nullable(a, object, "helo", req->helo.n > 0 ? req->helo : host);
	value_add_str(a, object, "mail_from", mail_from_text(a, req));
	list = value_add_list(a, object, "selectors");
	for (size_t i = 0; i < req->nselectors; i++)
		value_add_str(a, list, NULL, req->selectors[i].text);
	if (req->nproviders > 0)
		list = value_add_list(a, object, "providers");
	for (size_t i = 0; i < req->nproviders; i++)
		value_add_str(a, list, NULL, req->providers[i]->id);
	value_add_str(a, object, "stage",
	    req->stage == STAGE_REQUEST ? S("request") : S("live"));
	value_add_str(a, object, "profile",
	    req->profile == PROFILE_BULK ? S("bulk") : S("basic"));
}

static void
put_summary(struct arena *a, struct value *to, const struct report *report)
{
	static const enum status order[] = { STATUS_PASS, STATUS_WARN,
		STATUS_FAIL, STATUS_UNKNOWN, STATUS_SKIP };
	struct value *object = value_add_object(a, to, "summary");

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		put_count(
		    a, object, status_text(order[i]), report->count[order[i]]);
}

static void
put_fixes(struct arena *a, struct value *to, const struct fix *fix)
{
	struct value *list = value_add_list(a, to, "fix");

	for (; fix != NULL; fix = fix->next) {
		struct value *object = value_add_object(a, list, NULL);

		value_add_str(a, object, "action", str_of(fix->action));
		value_add_str(a, object, "name", fix->name);
		value_add_str(a, object, "type", fix->type);
		put_optional(a, object, "old", fix->old);
		put_optional(a, object, "new", fix->new);
	}
}

/* The record, and the part of it that is meant. */
static void
put_evidence(struct arena *a, struct value *to, const struct finding *f)
{
	struct value *object = value_add_object(a, to, "evidence");

	value_add_str(a, object, "record", f->text);
	value_add_str(
	    a, object, "part", str_to(str_from(f->text, f->at), f->n));
	put_count(a, object, "at", f->at);
}

static void
put_finding(struct arena *a, struct value *list, const struct finding *f)
{
	const struct finding_info *info = &finding_info[f->id];
	struct value *object = value_add_object(a, list, NULL);

	value_add_str(a, object, "code", str_of(info->code));
	value_add_str(
	    a, object, "severity", str_of(severity_text(f->severity)));
	value_add_str(a, object, "subject", f->subject);
	value_add_str(a, object, "message", f->message);
	value_add_str(a, object, "advice",
	    f->advice.n > 0 ? f->advice : str_of(info->fix));
	value_add_str(a, object, "reference", f->reference);
	put_optional(a, object, "reply", f->reply);
	if (f->hidden_s > 0)
		value_add_int(a, object, "cached_s", f->hidden_s);
	if (f->text.n > 0)
		put_evidence(a, object, f);
	put_fixes(a, object, f->fixes);
}

/* The check's own tree of facts becomes part of this one. */
static void
put_facts(struct arena *a, struct value *to, const struct value *facts)
{
	struct value *object = value_add_object(a, to, "facts");

	object->first = facts->first;
	object->last = facts->last;
}

static void
put_result(struct arena *a, struct value *list, const struct result *r)
{
	struct value *object = value_add_object(a, list, NULL), *findings;

	value_add_str(a, object, "check", str_of(check_info[r->check].name));
	value_add_str(a, object, "subject", r->subject);
	put_nullable(
	    a, object, "ip", r->ip != NULL ? ip_text(a, *r->ip) : S(""));
	value_add_str(a, object, "status", str_of(status_text(r->status)));
	value_add_str(a, object, "summary", r->summary);
	put_facts(a, object, r->facts);
	findings = value_add_list(a, object, "findings");
	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		put_finding(a, findings, f);
}

static void
put_answer(struct arena *a, struct value *list, const struct answer *answer,
    bool timeless)
{
	struct value *object = value_add_object(a, list, NULL), *texts;
	bool is_secret = answer_is_secret(answer);

	value_add_str(a, object, "name", name_text(a, answer->question.name));
	value_add_str(a, object, "type", type_text(a, answer->question.type));
	value_add_str(a, object, "status", answer_status_text(answer->status));
	if (!timeless)
		value_add_int(a, object, "ms", answer->us / 1000);
	value_add_str(a, object, "server", answer->server);
	put_optional(a, object, "note", answer->note);
	if (answer->truncated)
		value_add_bool(a, object, "truncated", true);
	texts = value_add_list(a, object, "cnames");
	for (size_t i = 0; i < answer->ncnames; i++)
		value_add_str(a, texts, NULL, name_text(a, answer->cnames[i]));
	texts = value_add_list(a, object, "records");
	for (size_t i = 0; i < answer->n; i++)
		value_add_str(
		    a, texts, NULL, shown_record(a, answer, i, is_secret));
}

static void
put_dns(struct arena *a, struct value *to, const struct report *report,
    bool timeless)
{
	struct value *object = value_add_object(a, to, "dns"), *answers;

	put_count(a, object, "queries", report->nanswers);
	answers = value_add_list(a, object, "answers");
	for (size_t i = 0; i < report->nanswers; i++)
		put_answer(a, answers, report->answers[i], timeless);
}

static void
put_run(struct arena *a, struct value *to, const struct report *report,
    struct str started)
{
	struct value *object = value_add_object(a, to, "run");

	value_add_str(a, object, "started", started);
	value_add_int(a, object, "elapsed_ms", report->elapsed_us / 1000);
}

void
report_json(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct arena *a = report->a;
	struct value *object = value_object(a), *checks;

	value_add_str(a, object, "schema", S("mailpreflight/1"));
	value_add_str(a, object, "version", S(VERSION));
	put_request(a, object, report->req);
	value_add_str(
	    a, object, "verdict", str_of(status_text(report->verdict)));
	put_summary(a, object, report);
	checks = value_add_list(a, object, "checks");
	for (size_t i = 0; i < report->nresults; i++)
		put_result(a, checks, &report->results[i]);
	put_dns(a, object, report, choice->timeless);
	if (!choice->timeless)
		put_run(a, object, report, choice->started);
	json_print(out, object, choice->compact);
}

/* json.c - the report as one JSON object, schema/mailpreflight-1.json. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/escape.h"
#include "report/format.h"

/* Every json_t is handed on at once to the object that then owns it; jansson
 * says that it is out of memory by NULL, or by -1. */
static json_t *
have(json_t *value)
{
	if (value == NULL)
		oom();
	return value;
}

static void
put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, have(value)) != 0)
		oom();
}

static void
push(json_t *list, json_t *value)
{
	if (json_array_append_new(list, have(value)) != 0)
		oom();
}

/* json_stringn() has no NUL and no invalid UTF-8 in it after escape(). */
static json_t *
text(struct arena *a, struct str s)
{
	s = escape(a, s);
	return have(json_stringn(s.n > 0 ? s.s : "", s.n));
}

static void
put_text(struct arena *a, json_t *object, const char *key, struct str s)
{
	put(object, key, text(a, s));
}

static void
put_optional(struct arena *a, json_t *object, const char *key, struct str s)
{
	if (s.n > 0)
		put_text(a, object, key, s);
}

static json_t *of_value(struct arena *a, const struct value *v);

static json_t *
of_list(struct arena *a, const struct value *v)
{
	json_t *list = have(json_array());

	for (const struct value *i = v->first; i != NULL; i = i->next)
		push(list, of_value(a, i));
	return list;
}

static json_t *
of_object(struct arena *a, const struct value *v)
{
	json_t *object = have(json_object());

	for (const struct value *i = v->first; i != NULL; i = i->next)
		put(object, i->key, of_value(a, i));
	return object;
}

static json_t *
of_value(struct arena *a, const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		break;
	case VALUE_BOOL:
		return have(json_boolean(v->number));
	case VALUE_INT:
		return have(json_integer(v->number));
	case VALUE_STR:
		return text(a, v->str);
	case VALUE_LIST:
		return of_list(a, v);
	case VALUE_OBJECT:
		return of_object(a, v);
	}
	return have(json_null());
}

static json_t *
of_name_or_null(struct arena *a, struct name name)
{
	return name.n > 0 ? text(a, name_text(a, name)) : json_null();
}

static struct str
mail_from_text(struct arena *a, const struct request *req)
{
	if (req->null_sender)
		return S("");
	return arena_printf(a, "%.*s@%.*s", PSTR(req->local_part),
	    PSTR(name_text(a, req->mail_from)));
}

static json_t *
of_request(struct arena *a, const struct request *req)
{
	json_t *object = have(json_object());
	json_t *ips = have(json_array()), *selectors = have(json_array());

	for (size_t i = 0; i < req->nips; i++)
		push(ips, text(a, ip_text(a, req->ips[i])));
	for (size_t i = 0; i < req->nselectors; i++)
		push(selectors, text(a, req->selectors[i].text));
	put_text(a, object, "domain", name_text(a, req->domain));
	put(object, "ips", ips);
	put(object, "host", of_name_or_null(a, req->host));
	put(object, "helo",
	    req->helo.n > 0 ? text(a, req->helo)
			    : of_name_or_null(a, req->host));
	put_text(a, object, "mail_from", mail_from_text(a, req));
	put(object, "selectors", selectors);
	put_text(a, object, "stage",
	    req->stage == STAGE_REQUEST ? S("request") : S("live"));
	put_text(a, object, "profile",
	    req->profile == PROFILE_BULK ? S("bulk") : S("basic"));
	return object;
}

static json_t *
of_summary(const struct report *report)
{
	static const enum status order[] = { STATUS_PASS, STATUS_WARN,
		STATUS_FAIL, STATUS_UNKNOWN, STATUS_SKIP };
	json_t *object = have(json_object());

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		put(object, status_text(order[i]),
		    json_integer((json_int_t)report->count[order[i]]));
	return object;
}

static json_t *
of_fixes(struct arena *a, const struct fix *fix)
{
	json_t *list = have(json_array());

	for (; fix != NULL; fix = fix->next) {
		json_t *object = have(json_object());

		put(object, "action", json_string(fix->action));
		put_text(a, object, "name", fix->name);
		put_text(a, object, "type", fix->type);
		put_optional(a, object, "old", fix->old);
		put_optional(a, object, "new", fix->new);
		push(list, object);
	}
	return list;
}

/* The record, and the part of it that is meant. */
static json_t *
of_evidence(struct arena *a, const struct finding *f)
{
	json_t *object = have(json_object());

	put_text(a, object, "record", f->text);
	put_text(a, object, "part", str_to(str_from(f->text, f->at), f->n));
	put(object, "at", json_integer((json_int_t)f->at));
	return object;
}

static json_t *
of_finding(struct arena *a, const struct finding *f)
{
	const struct finding_info *info = &finding_info[f->id];
	json_t *object = have(json_object());

	put(object, "code", json_string(info->code));
	put(object, "severity", json_string(severity_text(f->severity)));
	put_text(a, object, "subject", f->subject);
	put_text(a, object, "message", f->message);
	put_text(a, object, "advice",
	    f->advice.n > 0 ? f->advice : str_of(info->fix));
	put_text(a, object, "reference", f->reference);
	put_optional(a, object, "reply", f->reply);
	if (f->hidden_s > 0)
		put(object, "cached_s", json_integer(f->hidden_s));
	if (f->text.n > 0)
		put(object, "evidence", of_evidence(a, f));
	put(object, "fix", of_fixes(a, f->fixes));
	return object;
}

static json_t *
of_result(struct arena *a, const struct result *r)
{
	json_t *object = have(json_object()), *findings = have(json_array());

	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		push(findings, of_finding(a, f));
	put(object, "check", json_string(check_info[r->check].name));
	put_text(a, object, "subject", r->subject);
	put(object, "ip",
	    r->ip != NULL ? text(a, ip_text(a, *r->ip)) : json_null());
	put(object, "status", json_string(status_text(r->status)));
	put_text(a, object, "summary", r->summary);
	put(object, "facts", of_object(a, r->facts));
	put(object, "findings", findings);
	return object;
}

static json_t *
of_answer(struct arena *a, const struct answer *answer, bool timeless)
{
	json_t *object = have(json_object()), *records = have(json_array());
	json_t *cnames = have(json_array());

	for (size_t i = 0; i < answer->n; i++)
		push(records, text(a, record_text(a, &answer->records[i])));
	for (size_t i = 0; i < answer->ncnames; i++)
		push(cnames, text(a, name_text(a, answer->cnames[i])));
	put_text(a, object, "name", name_text(a, answer->question.name));
	put_text(a, object, "type", type_text(a, answer->question.type));
	put_text(a, object, "status", answer_status_text(answer->status));
	if (!timeless)
		put(object, "ms", json_integer(answer->us / 1000));
	put_text(a, object, "server", answer->server);
	put_optional(a, object, "note", answer->note);
	put(object, "cnames", cnames);
	put(object, "records", records);
	return object;
}

static json_t *
of_dns(struct arena *a, const struct report *report, bool timeless)
{
	json_t *object = have(json_object()), *answers = have(json_array());

	for (size_t i = 0; i < report->nanswers; i++)
		push(answers, of_answer(a, report->answers[i], timeless));
	put(object, "queries", json_integer((json_int_t)report->nanswers));
	put(object, "answers", answers);
	return object;
}

static json_t *
of_run(
    struct arena *a, const struct report *report, const struct format_choice *c)
{
	json_t *object = have(json_object());

	put_text(a, object, "started", c->started);
	put(object, "elapsed_ms", json_integer(report->elapsed_us / 1000));
	return object;
}

void
report_json(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	json_t *object = have(json_object()), *checks = have(json_array());
	struct arena a = { 0 };
	char *bytes;

	for (size_t i = 0; i < report->nresults; i++)
		push(checks, of_result(&a, &report->results[i]));
	put(object, "schema", json_string("mailpreflight/1"));
	put(object, "version", json_string(VERSION));
	put(object, "request", of_request(&a, report->req));
	put(object, "verdict", json_string(status_text(report->verdict)));
	put(object, "summary", of_summary(report));
	put(object, "checks", checks);
	put(object, "dns", of_dns(&a, report, choice->timeless));
	if (!choice->timeless)
		put(object, "run", of_run(&a, report, choice));
	bytes =
	    json_dumps(object, choice->compact ? JSON_COMPACT : JSON_INDENT(2));
	if (bytes == NULL)
		oom();
	buf_text(out, bytes);
	buf_byte(out, '\n');
	free(bytes);
	json_decref(object);
	arena_free(&a);
}

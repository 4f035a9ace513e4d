/* json.c - the report as one JSON object, schema/mailpreflight-1.json. */
#include "check/accepted.h"
#include "mail/provider.h"
#include "report/format.h"
#include "report/json_changes.h"
#include "report/json_message.h"
#include "report/json_print.h"
#include "report/json_proposed.h"
#include "report/outcome.h"
#include "report/place.h"
#include "report/secret.h"
#include "report/spf_json.h"
#include "talk/outbound.h"

static void
put_optional(struct json_writer *j, const char *key, struct str text)
{
	if (text.n > 0)
		json_put_str(j, key, text);
}

/* Text, or null where there is none. */
static void
put_nullable(struct json_writer *j, const char *key, struct str text)
{
	if (text.n > 0)
		json_put_str(j, key, text);
	else
		json_put_null(j, key);
}

static void
put_count(struct json_writer *j, const char *key, size_t n)
{
	json_put_int(j, key, (int64_t)n);
}

static struct str
mail_from_text(struct arena *a, const struct request *req)
{
	if (req->null_sender)
		return S("");
	return arena_printf(a, "%.*s@%.*s", PSTR(req->local_part),
	    PSTR(name_text(a, req->mail_from)));
}

/* Of the addresses that have one, where any has one of its own. */
static void
put_hosts(struct json_writer *j, struct arena *a, const struct request *req)
{
	if (req->hosts == NULL)
		return;
	json_open_object(j, "hosts");
	for (size_t i = 0; i < req->nips; i++)
		if (req->hosts[i].n > 0)
			json_put_str(j, ip_text(a, req->ips[i]).s,
			    name_text(a, req->hosts[i]));
	json_close_object(j);
}

static void
put_ips(struct json_writer *j, struct arena *a, const struct request *req)
{
	json_open_list(j, "ips");
	for (size_t i = 0; i < req->nips; i++)
		json_put_str(j, NULL, ip_text(a, req->ips[i]));
	json_close_list(j);
}

static void
put_stage(struct json_writer *j, const struct request *req)
{
	json_put_str(
	    j, "stage", req->stage == STAGE_REQUEST ? S("request") : S("live"));
}

/* Of "mailpreflight probe". */
static void
put_probe_request(
    struct json_writer *j, struct arena *a, const struct request *req)
{
	json_open_object(j, "request");
	json_put_str(j, "receiver", name_text(a, req->domain));
	put_ips(j, a, req);
	json_put_str(j, "helo", req->outbound->helo);
	put_stage(j, req);
	json_close_object(j);
}

static void
put_request(struct json_writer *j, struct arena *a, const struct request *req)
{
	struct str host = req->hosts == NULL ? name_text(a, req->host) : S("");

	json_open_object(j, "request");
	if (req->label.s != NULL)
		json_put_str(j, "label", req->label);
	json_put_str(j, "domain", name_text(a, req->domain));
	put_ips(j, a, req);
	put_nullable(j, "host", host);
	put_hosts(j, a, req);
	put_nullable(j, "helo", req->helo.n > 0 ? req->helo : host);
	json_put_str(j, "mail_from", mail_from_text(a, req));
	json_open_list(j, "selectors");
	for (size_t i = 0; i < req->nselectors; i++)
		json_put_str(j, NULL, req->selectors[i].text);
	json_close_list(j);
	if (req->nproviders > 0) {
		json_open_list(j, "providers");
		for (size_t i = 0; i < req->nproviders; i++)
			json_put_str(j, NULL, req->providers[i]->id);
		json_close_list(j);
	}
	put_stage(j, req);
	json_put_str(j, "profile",
	    req->profile == PROFILE_PARKED     ? S("parked")
		: req->profile == PROFILE_BULK ? S("bulk")
					       : S("basic"));
	json_close_object(j);
}

static void
put_summary(struct json_writer *j, const struct report *report)
{
	static const enum status order[] = { STATUS_PASS, STATUS_WARN,
		STATUS_FAIL, STATUS_UNKNOWN, STATUS_SKIP };

	json_open_object(j, "summary");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		put_count(j, status_text(order[i]), report->count[order[i]]);
	json_close_object(j);
}

/* The record, and the part of it that is meant. */
static void
put_evidence(struct json_writer *j, const struct finding *f)
{
	json_open_object(j, "evidence");
	json_put_str(j, "record", f->text);
	json_put_str(j, "part", str_to(str_from(f->text, f->at), f->n));
	put_count(j, "at", f->at);
	json_close_object(j);
}

/* Where it is from; nothing where that is no file. */
static void
put_source(struct json_writer *j, const struct place *place)
{
	if (place->file.n == 0)
		return;
	json_open_object(j, "source");
	json_put_str(j, "file", place->file);
	if (place->line > 0)
		json_put_int(j, "line", place->line);
	json_close_object(j);
}

static void
put_accepted(struct json_writer *j, const struct finding *f)
{
	if (f->is_known)
		json_put_bool(j, "known", true);
	if (f->waiver == NULL)
		return;
	json_open_object(j, "waived");
	json_put_str(j, "reason", f->waiver->reason);
	json_put_str(j, "until", f->waiver->until);
	json_close_object(j);
}

static void
put_finding(struct json_writer *j, const struct report *report,
    const struct result *r, const struct finding *f)
{
	const struct finding_info *info = &finding_info[f->id];

	json_open_object(j, NULL);
	json_put_str(j, "code", str_of(info->code));
	json_put_str(j, "severity", str_of(severity_text(f->severity)));
	json_put_str(j, "subject", f->subject);
	json_put_str(j, "message", f->message);
	json_put_str(
	    j, "advice", f->advice.n > 0 ? f->advice : str_of(info->fix));
	json_put_str(j, "reference", f->reference);
	put_optional(j, "reply", f->reply);
	if (f->cached_s > 0)
		json_put_int(j, "cached_s", f->cached_s);
	if (f->cached_elsewhere_s > 0)
		json_put_int(j, "cached_elsewhere_s", f->cached_elsewhere_s);
	if (f->text.n > 0)
		put_evidence(j, f);
	if (report->zones != NULL) {
		struct place place = finding_place(report, r, f);

		put_source(j, &place);
	}
	put_accepted(j, f);
	json_put_fixes(j, report, f);
	json_close_object(j);
}

void
json_put_findings(
    struct json_writer *j, const struct report *report, const struct result *r)
{
	json_open_list(j, "findings");
	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		put_finding(j, report, r, f);
	json_close_list(j);
}

static void
put_result(
    struct json_writer *j, const struct report *report, const struct result *r)
{
	struct arena *a = report->a;

	json_open_object(j, NULL);
	json_put_str(j, "check", str_of(check_info[r->check].name));
	json_put_str(j, "subject", r->subject);
	put_nullable(j, "ip", r->ip != NULL ? ip_text(a, *r->ip) : S(""));
	json_put_str(j, "status", str_of(status_text(r->status)));
	json_put_str(j, "summary", r->summary);
	json_put_value(j, "facts", r->facts);
	json_put_findings(j, report, r);
	json_close_object(j);
}

static void
put_answer(struct json_writer *j, struct arena *a, const struct answer *answer,
    bool timeless)
{
	bool is_secret = answer_is_secret(answer);
	struct arena mark = *a;

	json_open_object(j, NULL);
	json_put_str(j, "name", name_text(a, answer->question.name));
	json_put_str(j, "type", type_text(a, answer->question.type));
	if ((answer->question.type & TYPE_PUBLISHED) != 0)
		json_put_bool(j, "published", true);
	json_put_str(j, "status", answer_status_text(answer->status));
	if (!timeless)
		json_put_int(j, "ms", answer->us / 1000);
	json_put_str(j, "server", answer->server);
	put_optional(j, "note", answer->note);
	if (answer->truncated)
		json_put_bool(j, "truncated", true);
	json_open_list(j, "cnames");
	for (size_t i = 0; i < answer->ncnames; i++)
		json_put_str(j, NULL, name_text(a, answer->cnames[i]));
	json_close_list(j);
	json_open_list(j, "records");
	for (size_t i = 0; i < answer->n; i++)
		json_put_str(j, NULL, shown_record(a, answer, i, is_secret));
	json_close_list(j);
	json_close_object(j);
	/* Many answers may be large: their texts are not kept. */
	arena_rewind(a, mark);
}

/* How many findings are known, and which are gone. */
static void
put_baseline(struct json_writer *j, const struct report *report)
{
	const struct baseline_view *view = report->baseline;

	if (view == NULL)
		return;
	json_open_object(j, "baseline");
	put_count(j, "known", view->nknown);
	json_open_list(j, "gone");
	for (size_t i = 0; i < view->ngone; i++) {
		const struct known *gone = view->gone[i];

		json_open_object(j, NULL);
		json_put_str(j, "check", str_of(check_info[gone->check].name));
		json_put_str(j, "code", str_of(finding_info[gone->id].code));
		json_put_str(
		    j, "severity", str_of(severity_text(gone->severity)));
		json_put_str(j, "subject", gone->subject);
		put_nullable(j, "ip",
		    gone->ip.family != IP_NONE ? ip_text(report->a, gone->ip)
					       : S(""));
		json_close_object(j);
	}
	json_close_list(j);
	json_close_object(j);
}

static void
put_dns(struct json_writer *j, const struct report *report, bool timeless)
{
	json_open_object(j, "dns");
	put_count(j, "queries", report->nanswers);
	json_open_list(j, "answers");
	for (size_t i = 0; i < report->nanswers; i++)
		put_answer(j, report->a, report->answers[i], timeless);
	json_close_list(j);
	json_close_object(j);
}

static void
put_run(struct json_writer *j, const struct report *report, struct str started)
{
	json_open_object(j, "run");
	json_put_str(j, "started", started);
	json_put_int(j, "elapsed_ms", report->elapsed_us / 1000);
	json_close_object(j);
}

static void
put_report(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct json_writer j = { .out = out, .compact = choice->many };

	json_open_object(&j, NULL);
	json_put_str(&j, "schema", S("mailpreflight/1"));
	json_put_str(&j, "version", S(VERSION));
	if (report->req->outbound != NULL)
		put_probe_request(&j, report->a, report->req);
	else
		put_request(&j, report->a, report->req);
	json_put_message(&j, report->req);
	json_put_str(&j, "verdict", str_of(status_text(report->verdict)));
	put_summary(&j, report);
	json_put_proposed(&j, report);
	json_open_list(&j, "checks");
	for (size_t i = 0; i < report->nresults; i++)
		put_result(&j, report, &report->results[i]);
	json_close_list(&j);
	put_baseline(&j, report);
	if (report->changes != NULL)
		json_put_changes(&j, report);
	if (!choice->is_brief)
		put_dns(&j, report, choice->timeless);
	if (!choice->timeless)
		put_run(&j, report, choice->started);
	json_close_object(&j);
	buf_byte(out, '\n');
}

/* One object, whatever the batch's others are. */
static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	struct json_writer j = { .out = out, .compact = true };
	struct arena a = { 0 };

	json_open_object(&j, NULL);
	json_put_str(&j, "error", error);
	json_put_int(&j, "line", (int64_t)choice->line);
	if (choice->input != NULL) {
		struct place place = line_place(&a, choice);

		put_source(&j, &place);
	}
	json_close_object(&j);
	arena_free(&a);
	buf_byte(out, '\n');
}

const struct format_ways format_json = {
	.sender = put_report,
	.bad_line = put_bad_line,
	.marks = &json_marks,
};

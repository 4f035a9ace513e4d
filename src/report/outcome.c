#include "report/outcome.h"
#include "base/escape.h"
#include "check/accepted.h"

const struct finding *
worst_finding(const struct result *r)
{
	const struct finding *worst = NULL;

	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		if (finding_counts(f) &&
		    (worst == NULL || f->severity > worst->severity))
			worst = f;
	return worst;
}

struct str
finding_mark(struct arena *a, const struct finding *f)
{
	if (f->waiver != NULL)
		return arena_printf(a, "waived until %.*s: %.*s",
		    PSTR(f->waiver->until), PSTR(f->waiver->reason));
	return f->is_known ? S("known") : S("");
}

struct str
result_about(struct arena *a, const struct result *r)
{
	struct str ip = r->ip != NULL ? ip_text(a, *r->ip) : S("");

	if (ip.n == 0 || str_eq(ip, r->subject))
		return r->subject;
	if (r->subject.n == 0)
		return ip;
	return arena_printf(a, "%.*s %.*s", PSTR(r->subject), PSTR(ip));
}

struct str
report_title(const struct report *report)
{
	const struct request *req = report->req;
	struct arena *a = report->a;
	struct buf b = { .a = a };

	buf_str(&b, name_text(a, req->domain));
	for (size_t i = 0; i < req->nips; i++) {
		struct name host = request_host(req, &req->ips[i]);

		buf_printf(&b, " %s %.*s", i == 0 ? "from" : "and",
		    PSTR(ip_text(a, req->ips[i])));
		if (req->hosts != NULL && host.n > 0)
			buf_printf(&b, " as %.*s", PSTR(name_text(a, host)));
	}
	if (req->hosts == NULL && req->host.n > 0)
		buf_printf(&b, " as %.*s", PSTR(name_text(a, req->host)));
	if (req->label.n > 0)
		buf_printf(&b, " (%.*s)", PSTR(req->label));
	return buf_view(&b);
}

struct str
finding_advice(const struct finding *f)
{
	return f->advice.n > 0 ? f->advice : str_of(finding_info[f->id].fix);
}

/* Values, those that stay left out: they are not news. */
static void
put_values(struct buf *out, const char *before,
    const struct change_value *values, size_t n)
{
	const char *between = before;

	for (size_t i = 0; i < n; i++) {
		if (values[i].stays)
			continue;
		buf_text(out, between);
		buf_escaped(out, values[i].text);
		between = ", ";
	}
}

void
fix_line(struct buf *out, const struct change *change)
{
	struct arena *a = out->a;

	buf_printf(out, "%s %.*s %.*s", change_action_text(change->action),
	    PSTR(name_text(a, change->name)), PSTR(type_text(a, change->type)));
	put_values(out, ", was: ", change->old, change->nold);
	put_values(out, ", to be: ", change->new, change->nnew);
}

const struct change *
fix_next(const struct report *report, const struct finding *f,
    const struct change *after)
{
	if (report->changes == NULL)
		return NULL;
	return change_for(
	    after == NULL ? report->changes->first : after->next, f);
}

static void
put_line(struct buf *out, const char *before, struct str text)
{
	buf_text(out, before);
	buf_escaped(out, text);
	buf_byte(out, '\n');
}

void
finding_lines(
    struct buf *out, const struct report *report, const struct finding *f)
{
	const struct change *change = NULL;

	put_line(out, "",
	    arena_printf(report->a, "%s %s: %.*s", severity_text(f->severity),
		finding_info[f->id].code, PSTR(f->message)));
	if (!finding_counts(f))
		put_line(
		    out, "    Does not count: ", finding_mark(report->a, f));
	if (f->severity > SEV_INFO || f->advice.n > 0)
		put_line(out, "    ", finding_advice(f));
	if (f->text.n > 0)
		put_line(out, "    Record: ", f->text);
	while ((change = fix_next(report, f, change)) != NULL) {
		buf_text(out, "    Change: ");
		fix_line(out, change);
		buf_byte(out, '\n');
	}
	put_line(out, "    See: ", f->reference);
}

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
	for (size_t i = 0; i < req->nips; i++)
		buf_printf(&b, " %s %.*s", i == 0 ? "from" : "and",
		    PSTR(ip_text(a, req->ips[i])));
	if (req->host.n > 0)
		buf_printf(&b, " as %.*s", PSTR(name_text(a, req->host)));
	return buf_view(&b);
}

struct str
finding_advice(const struct finding *f)
{
	return f->advice.n > 0 ? f->advice : str_of(finding_info[f->id].fix);
}

void
fix_line(struct buf *out, const struct fix *fix)
{
	buf_printf(out, "%s ", fix->action);
	buf_escaped(out, fix->name);
	buf_byte(out, ' ');
	buf_escaped(out, fix->type);
	if (fix->old.n > 0) {
		buf_text(out, ", was: ");
		buf_escaped(out, fix->old);
	}
	if (fix->new.n > 0) {
		buf_text(out, ", to be: ");
		buf_escaped(out, fix->new);
	}
}

static void
put_line(struct buf *out, const char *before, struct str text)
{
	buf_text(out, before);
	buf_escaped(out, text);
	buf_byte(out, '\n');
}

void
finding_lines(struct buf *out, struct arena *a, const struct finding *f)
{
	put_line(out, "",
	    arena_printf(a, "%s %s: %.*s", severity_text(f->severity),
		finding_info[f->id].code, PSTR(f->message)));
	if (!finding_counts(f))
		put_line(out, "    Does not count: ", finding_mark(a, f));
	if (f->severity > SEV_INFO || f->advice.n > 0)
		put_line(out, "    ", finding_advice(f));
	if (f->text.n > 0)
		put_line(out, "    Record: ", f->text);
	for (const struct fix *fix = f->fixes; fix != NULL; fix = fix->next) {
		buf_text(out, "    Change: ");
		fix_line(out, fix);
		buf_byte(out, '\n');
	}
	put_line(out, "    See: ", f->reference);
}

#include "report/line.h"
#include "base/escape.h"

static void
put_ips(struct buf *out, struct arena *a, const struct request *req)
{
	if (req->nips == 0)
		buf_byte(out, '-');
	for (size_t i = 0; i < req->nips; i++) {
		if (i > 0)
			buf_byte(out, ',');
		buf_str(out, ip_text(a, req->ips[i]));
	}
}

/* Whether an earlier finding has the same code. */
static bool
is_repeated(const struct report *report, const struct finding *of)
{
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next) {
			if (f == of)
				return false;
			if (f->id == of->id && f->severity > SEV_INFO &&
			    finding_counts(f))
				return true;
		}
	return false;
}

struct str
report_codes(const struct report *report)
{
	struct buf out = { .a = report->a };

	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next) {
			if (f->severity <= SEV_INFO || !finding_counts(f) ||
			    is_repeated(report, f))
				continue;
			if (out.n > 0)
				buf_byte(&out, ',');
			buf_text(&out, finding_info[f->id].code);
		}
	return buf_view(&out);
}

void
report_line(struct buf *out, const struct report *report)
{
	struct arena *a = report->a;
	struct str codes = report_codes(report);

	buf_printf(out, "%s %.*s ", status_text(report->verdict),
	    PSTR(name_text(a, report->req->domain)));
	put_ips(out, a, report->req);
	buf_byte(out, ' ');
	buf_str(out, codes.n > 0 ? codes : S("-"));
	buf_byte(out, '\n');
}

void
report_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	buf_printf(
	    out, "error - - line %llu: ", (unsigned long long)choice->line);
	buf_escaped(out, error);
	buf_byte(out, '\n');
}

#include "report/filing.h"
#include "base/escape.h"

const struct filing_info filing_info[FILING_COUNT] = {
#define FILING(id, name, title, where, before, ipv4, ipv6, behind) \
	[FILING_##id] = { name, title, where, before, ipv4, ipv6, behind },
#include "report/filing.def"
#undef FILING
};

enum filing_id
filing_by_name(struct str name)
{
	enum filing_id id = 0;

	while (id < FILING_COUNT && !str_eq(str_of(filing_info[id].name), name))
		id++;
	return id;
}

/* What the marks of a text stand for. */
struct filling {
	struct arena *a;
	const struct request *req;
	const struct ip *ip; /* NULL: outside of any address's text */
};

/* "203.0.113.6 mta1.example.com", one a line. */
static void
put_list(struct buf *out, const struct filling *f)
{
	for (size_t i = 0; i < f->req->nips; i++) {
		const struct ip *ip = &f->req->ips[i];

		buf_printf(out, "%.*s %.*s\n", PSTR(ip_text(f->a, *ip)),
		    PSTR(name_text(f->a, request_host(f->req, ip))));
	}
}

enum mark { MARK_IP, MARK_HOST, MARK_DOMAIN, MARK_LIST, MARK_COUNT };

static const struct str marks[MARK_COUNT] = {
	[MARK_IP] = STR("{ip}"),
	[MARK_HOST] = STR("{host}"),
	[MARK_DOMAIN] = STR("{domain}"),
	[MARK_LIST] = STR("{list}"),
};

static void
put_mark(struct buf *out, enum mark mark, const struct filling *f)
{
	switch (mark) {
	case MARK_IP:
		buf_str(out, ip_text(f->a, *f->ip));
		break;
	case MARK_HOST:
		buf_str(out, name_text(f->a, request_host(f->req, f->ip)));
		break;
	case MARK_DOMAIN:
		buf_str(out, name_text(f->a, f->req->domain));
		break;
	case MARK_LIST:
		put_list(out, f);
		break;
	case MARK_COUNT:
		break;
	}
}

/* The mark that a text begins with, or MARK_COUNT. */
static enum mark
mark_at(struct str text)
{
	enum mark mark = 0;

	while (mark < MARK_COUNT && !str_starts(text, marks[mark]))
		mark++;
	return mark;
}

static void
put_text(struct buf *out, const char *text, const struct filling *f)
{
	struct str rest = str_of(text);

	while (rest.n > 0) {
		enum mark mark = mark_at(rest);
		size_t n = mark < MARK_COUNT
		    ? marks[mark].n
		    : 1 + str_find(str_from(rest, 1), '{');

		if (mark < MARK_COUNT)
			put_mark(out, mark, f);
		else
			buf_str(out, str_to(rest, n));
		rest = str_from(rest, n);
	}
}

/* One finding as a line of commentary. */
static void
put_finding(struct buf *out, struct arena *a, const struct finding *f)
{
	buf_printf(out, "# %s: %.*s\n", finding_info[f->id].code,
	    PSTR(escape(a, f->message)));
	if (f->advice.n > 0)
		buf_printf(out, "#     %.*s\n", PSTR(escape(a, f->advice)));
}

static void
put_obstacles(struct buf *out, const struct report *report)
{
	enum severity worst =
	    report->verdict == STATUS_FAIL ? SEV_FAIL : SEV_UNKNOWN;

	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			if (f->severity >= worst)
				put_finding(out, report->a, f);
}

static void
put_filing(struct buf *out, const struct filing_info *info,
    const struct report *report)
{
	struct filling f = { report->a, report->req, NULL };

	buf_printf(out,
	    "# What to file with %s for %.*s.\n"
	    "# The records that must be there first are there.\n\n",
	    info->title, PSTR(name_text(f.a, report->req->domain)));
	put_text(out, info->before, &f);
	for (size_t i = 0; i < report->req->nips; i++) {
		f.ip = &report->req->ips[i];
		put_text(
		    out, f.ip->family == IP_V4 ? info->ipv4 : info->ipv6, &f);
	}
	f.ip = NULL;
	put_text(out, info->behind, &f);
}

void
filing_write(struct buf *out, const struct report *report,
    const struct filing_info *info)
{
	switch (report->verdict) {
	case STATUS_PASS:
	case STATUS_WARN:
		put_filing(out, info, report);
		break;
	case STATUS_FAIL:
		buf_printf(out,
		    "# Nothing can be filed with %s yet; first mend:\n",
		    info->title);
		put_obstacles(out, report);
		break;
	case STATUS_UNKNOWN:
	case STATUS_SKIP:
		buf_printf(out,
		    "# Whether anything can be filed with %s could not be\n"
		    "# determined.\n",
		    info->title);
		put_obstacles(out, report);
		break;
	}
}

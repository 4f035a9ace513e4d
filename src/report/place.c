#include "report/place.h"
#include "base/escape.h"
#include "mail/reverse_name.h"

/* Which record set a check is about. */
enum about {
	ABOUT_SUBJECT, /* the result's subject */
	ABOUT_REVERSE, /* the IP's reverse name */
	ABOUT_KEY,     /* the selector's key */
	ABOUT_DMARC,   /* the author domain's policy */
	ABOUT_BOUNCES, /* MAIL FROM's domain */
};

static const struct {
	enum about about;
	uint16_t type; /* TYPE_A: AAAA for an IPv6 address */
} sets[CHECK_COUNT] = {
	[CHECK_ADDRESS] = { ABOUT_REVERSE, TYPE_PTR },
	[CHECK_FORWARD] = { ABOUT_SUBJECT, TYPE_A },
	[CHECK_REVERSE] = { ABOUT_REVERSE, TYPE_PTR },
	[CHECK_HELO] = { ABOUT_SUBJECT, TYPE_A },
	[CHECK_MX] = { ABOUT_SUBJECT, TYPE_MX },
	[CHECK_DKIM] = { ABOUT_KEY, 0 },
	[CHECK_DMARC] = { ABOUT_DMARC, 0 },
	[CHECK_NS] = { ABOUT_SUBJECT, TYPE_NS },
	[CHECK_PROVIDER] = { ABOUT_BOUNCES, 0 },
};

static struct str
key_name(const struct report *report, const struct result *r)
{
	const struct request *req = report->req;

	for (size_t i = 0; i < req->nselectors; i++)
		if (str_eq(req->selectors[i].text, r->subject))
			return name_text(report->a, req->selectors[i].name);
	return r->subject;
}

static struct str
set_name(const struct report *report, const struct result *r)
{
	const struct request *req = report->req;
	struct arena *a = report->a;

	switch (sets[r->check].about) {
	case ABOUT_REVERSE:
		if (r->ip != NULL)
			return name_text(a, reverse_name(a, *r->ip));
		break;
	case ABOUT_KEY:
		return key_name(report, r);
	case ABOUT_DMARC:
		return arena_printf(
		    a, "_dmarc.%.*s", PSTR(name_text(a, req->domain)));
	case ABOUT_BOUNCES:
		return name_text(a, req->mail_from);
	case ABOUT_SUBJECT:
		break;
	}
	return r->subject.n > 0 ? r->subject : name_text(a, req->domain);
}

static struct str
set_type(struct arena *a, const struct result *r)
{
	uint16_t type = sets[r->check].type;

	if (type == TYPE_A && r->ip != NULL && r->ip->family == IP_V6)
		type = TYPE_AAAA;
	return type_text(a, type == 0 ? TYPE_TXT : type);
}

struct place
finding_place(const struct report *report, const struct result *r,
    const struct finding *f)
{
	struct arena *a = report->a;

	(void)f;
	return (struct place){
		.logical = arena_printf(a, "dns/%.*s/%.*s",
		    PSTR(escape(a, set_name(report, r))), PSTR(set_type(a, r))),
	};
}

struct place
line_place(struct arena *a, const struct format_choice *choice)
{
	return (struct place){
		.file = escape(a, str_of(choice->input)),
		.line = (uint32_t)choice->line,
		.logical = arena_printf(
		    a, "batch/line %llu", (unsigned long long)choice->line),
	};
}

struct str
place_path(const struct place *place)
{
	return place->file.n > 0 ? place->file : place->logical;
}

static bool
is_same(const struct result *r, const struct finding *f,
    const struct result *other_r, const struct finding *other)
{
	return r->check == other_r->check && f->id == other->id &&
	    r->ip == other_r->ip && str_eq(f->subject, other->subject);
}

/* The how manieth of its kind in the report. */
static unsigned
number_of(const struct report *report, const struct result *r,
    const struct finding *f)
{
	unsigned n = 0;

	for (const struct result *i = report->results; i <= r; i++)
		for (const struct finding *g = i->findings; g != NULL;
		     g = g->next) {
			n += is_same(r, f, i, g);
			if (g == f)
				return n;
		}
	return n;
}

struct str
finding_fingerprint(const struct report *report, const struct result *r,
    const struct finding *f)
{
	struct arena *a = report->a;
	unsigned n = number_of(report, r, f);
	struct buf b = { .a = a };

	buf_str(&b, name_text(a, report->req->domain));
	buf_printf(
	    &b, "|%s|%s|", check_info[r->check].name, finding_info[f->id].code);
	buf_escaped(&b, f->subject);
	buf_byte(&b, '|');
	if (r->ip != NULL)
		buf_str(&b, ip_text(a, *r->ip));
	if (n > 1)
		buf_printf(&b, "|%u", n);
	return buf_view(&b);
}

void
uri_path(struct buf *out, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		char c = path.s[i];

		if (byte_is_alnum(c) ||
		    (c != '\0' && strchr("-._~/", c) != NULL))
			buf_byte(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

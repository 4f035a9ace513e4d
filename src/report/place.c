#include "report/place.h"
#include "base/escape.h"
#include "check/change.h"
#include "mail/reverse_name.h"
#include "zone/zone.h"

/* Which record set a check is about. */
enum about {
	ABOUT_NOTHING, /* of a zone */
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
	[CHECK_FORWARD] = { ABOUT_SUBJECT, TYPE_A },
	[CHECK_REVERSE] = { ABOUT_REVERSE, TYPE_PTR },
	[CHECK_HELO] = { ABOUT_SUBJECT, TYPE_A },
	[CHECK_MX] = { ABOUT_SUBJECT, TYPE_MX },
	[CHECK_SPF] = { ABOUT_SUBJECT, TYPE_TXT },
	[CHECK_SPF_HELO] = { ABOUT_SUBJECT, TYPE_TXT },
	[CHECK_DKIM] = { ABOUT_KEY, TYPE_TXT },
	[CHECK_DMARC] = { ABOUT_DMARC, TYPE_TXT },
	[CHECK_NS] = { ABOUT_SUBJECT, TYPE_NS },
	[CHECK_PROVIDER] = { ABOUT_BOUNCES, TYPE_TXT },
};

static struct name
subject_name(const struct report *report, const struct result *r)
{
	struct name name = report->req->domain;

	if (r->subject.n > 0)
		name_parse(report->a, r->subject, &name);
	return name;
}

static struct name
key_name(const struct report *report, const struct result *r)
{
	const struct request *req = report->req;
	struct name name;

	for (size_t i = 0; i < req->nselectors; i++)
		if (str_eq(req->selectors[i].text, r->subject))
			return req->selectors[i].name;
	name = req->domain;
	name_below(report->a, S("_domainkey"), req->domain, &name);
	return name;
}

static struct question
set_of(const struct report *report, const struct result *r)
{
	const struct request *req = report->req;
	struct question q = { req->domain, sets[r->check].type };

	switch (sets[r->check].about) {
	case ABOUT_REVERSE:
		if (r->ip != NULL)
			q.name = reverse_name(report->a, *r->ip);
		break;
	case ABOUT_KEY:
		q.name = key_name(report, r);
		break;
	case ABOUT_DMARC:
		name_below(report->a, S("_dmarc"), req->domain, &q.name);
		break;
	case ABOUT_BOUNCES:
		q.name = req->mail_from;
		break;
	case ABOUT_SUBJECT:
	case ABOUT_NOTHING:
		q.name = subject_name(report, r);
		break;
	}
	if (q.type == TYPE_A && r->ip != NULL && r->ip->family == IP_V6)
		q.type = TYPE_AAAA;
	return q;
}

static bool
is_about(const struct answer *answer, const struct question *q)
{
	return answer->question.type == q->type &&
	    name_eq(answer->question.name, q->name);
}

/* The record that a finding quotes. */
static const struct record *
quoted(struct arena *a, const struct answer *answer, struct str text)
{
	for (size_t i = 0; i < answer->n; i++)
		if (answer->records[i].type == TYPE_TXT &&
		    str_eq(record_joined(a, &answer->records[i]), text))
			return &answer->records[i];
	return NULL;
}

/* The answer with the quoted record, of the set itself or of another (an
 * included SPF record, an organization's policy); else the set's, and no
 * record. */
static const struct answer *
find_answer(const struct report *report, const struct question *q,
    struct str text, const struct record **record)
{
	const struct answer *own = NULL, *other = NULL;

	for (size_t i = 0; i < report->nanswers; i++) {
		const struct answer *answer = report->answers[i];
		const struct record *found =
		    text.n > 0 ? quoted(report->a, answer, text) : NULL;

		if (is_about(answer, q))
			own = answer;
		if (found == NULL || (other != NULL && own != answer))
			continue;
		other = answer;
		*record = found;
	}
	return other != NULL ? other : own;
}

/* The proposed set of the name; of any type with type 0. */
static const struct overlay_set *
find_proposed(const struct report *report, struct name name, uint16_t type)
{
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct proposal *p = report->results[i].proposals;
		     p != NULL; p = p->next)
			if (name_eq(p->set->name, name) &&
			    (type == 0 || p->set->type == type))
				return p->set;
	return NULL;
}

/* Fills in file and line of a proposed set; false where there is none. */
static bool
find_change(struct place *place, const struct report *report, struct name name,
    uint16_t type)
{
	const struct overlay_set *set = find_proposed(report, name, type);

	if (set == NULL)
		return false;
	place->file = escape(report->a, set->from.file);
	place->line = set->from.line;
	return true;
}

/* Fills in file and line, where a change or a zone file has the record, or
 * should. */
static void
find_file(struct place *place, const struct report *report,
    const struct question *q, struct str text)
{
	const struct record *record = NULL;
	const struct answer *answer = find_answer(report, q, text, &record);
	struct zone_where where;

	if (answer == NULL || !answer_is_known(answer))
		return;
	if (find_change(
		place, report, answer_name(answer), answer->question.type))
		return;
	if (record == NULL && answer->n > 0)
		record = &answer->records[0];
	if (report->zones == NULL ||
	    !zones_place(report->zones, answer_name(answer),
		answer->question.type, record, &where))
		return;
	place->file =
	    escape(report->a, (struct str){ where.file, where.nfile });
	place->line = where.line;
}

struct place
finding_place(const struct report *report, const struct result *r,
    const struct finding *f)
{
	struct arena *a = report->a;
	struct question q = set_of(report, r);
	struct place place = { .line = 0 };

	place.logical =
	    arena_printf(a, "dns/%.*s/%.*s", PSTR(name_text(a, q.name)),
		PSTR(type_text(a, q.type != 0 ? q.type : TYPE_TXT)));
	/* A failed lookup is no record's fault. */
	if (str_eq(str_of(finding_info[f->id].check), S("dns")))
		return place;
	if (r->check == CHECK_CHANGE && name_parse(a, f->subject, &q.name))
		find_change(&place, report, q.name, 0);
	else if (sets[r->check].about != ABOUT_NOTHING)
		find_file(&place, report, &q, f->text);
	return place;
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

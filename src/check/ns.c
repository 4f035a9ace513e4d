#include "check/check.h"
#include "facts/servers.h"

/* A zone's servers, and how they did over all questions. */
struct tally {
	struct str server;
	size_t asked;
	size_t silent;         /* TIMEOUT, or no address */
	size_t lame;           /* no answer with authority */
	struct str why_silent; /* the first reason */
	struct str why_lame;
	struct tally *next;
};

struct zone_view {
	struct name name;
	struct str parent; /* the server above that was asked; empty: none */
	struct tally *tallies;
	struct zone_view *next;
};

struct view {
	struct check *c;
	struct zone_view *zones;
	size_t ndifferent;
};

/* Where a member of a list stands, or would be added. */
static struct zone_view **
place_of_zone(struct view *v, struct name name)
{
	struct zone_view **at = &v->zones;

	while (*at != NULL && !name_eq((*at)->name, name))
		at = &(*at)->next;
	return at;
}

static struct tally **
place_of_server(struct zone_view *zone, struct str server)
{
	struct tally **at = &zone->tallies;

	while (*at != NULL && !str_eq((*at)->server, server))
		at = &(*at)->next;
	return at;
}

static bool
is_word(const struct server_answer *said)
{
	return said->status == ANSWER_NOERROR ||
	    said->status == ANSWER_NODATA || said->status == ANSWER_NXDOMAIN ||
	    said->status == ANSWER_ALIAS;
}

static void
count(struct check *c, struct zone_view *zone, const struct server_answer *said)
{
	struct tally **at = place_of_server(zone, said->server);

	if (*at == NULL) {
		*at = arena_new(c->a, struct tally);
		(*at)->server = said->server;
	}
	(*at)->asked++;
	if (said->status == ANSWER_TIMEOUT) {
		if ((*at)->silent++ == 0)
			(*at)->why_silent = said->text;
	} else if (!is_word(said)) {
		if ((*at)->lame++ == 0)
			(*at)->why_lame = said->text;
	}
}

/* The first server that says anything else than the first that answers. */
static const struct server_answer *
find_other(const struct answer *answer, const struct server_answer **first)
{
	*first = NULL;
	for (size_t i = 0; i < answer->nservers; i++) {
		const struct server_answer *said = &answer->servers[i];

		if (said->is_parent || !is_word(said))
			continue;
		if (*first == NULL)
			*first = said;
		else if (!str_eq(said->text, (*first)->text))
			return said;
	}
	return NULL;
}

static void
compare(struct view *v, const struct answer *answer)
{
	struct check *c = v->c;
	const struct server_answer *first, *other = find_other(answer, &first);
	struct finding *f;

	if (other == NULL)
		return;
	v->ndifferent++;
	f = check_flag(c, FINDING_NS_INCONSISTENT,
	    "%.*s %.*s: %.*s says %.*s, but %.*s says %.*s",
	    PSTR(check_name(c, answer->question.name)),
	    PSTR(type_text(c->a, answer->question.type)), PSTR(first->server),
	    PSTR(first->text), PSTR(other->server), PSTR(other->text));
	f->subject = check_name(c, answer->zone);
	finding_set_cached(f, answer);
}

/* What the zone has of its own differs from what its parent hands out. */
static void
compare_with_parent(struct view *v, struct zone_view *zone,
    const struct answer *answer, const struct server_answer *parent)
{
	struct check *c = v->c;
	bool is_ns = answer->question.type == TYPE_NS;
	struct finding *f;

	zone->parent = parent->server;
	for (size_t i = 0; i < answer->nservers; i++) {
		const struct server_answer *said = &answer->servers[i];

		if (said == parent || !is_word(said) ||
		    str_eq(said->text, parent->text))
			continue;
		f = check_flag(c, FINDING_NS_DELEGATION,
		    "%.*s %.*s: the parent's server %.*s %s %.*s, but %.*s "
		    "says %.*s",
		    PSTR(check_name(c, answer->question.name)),
		    PSTR(type_text(c->a, answer->question.type)),
		    PSTR(parent->server),
		    is_ns ? "delegates to" : "has the glue", PSTR(parent->text),
		    PSTR(said->server), PSTR(said->text));
		f->subject = check_name(c, answer->zone);
		return;
	}
}

static void
look(struct view *v, const struct answer *answer)
{
	struct zone_view **at = place_of_zone(v, answer->zone);

	if (*at == NULL) {
		*at = arena_new(v->c->a, struct zone_view);
		(*at)->name = answer->zone;
	}
	for (size_t i = 0; i < answer->nservers; i++)
		if (answer->servers[i].is_parent)
			compare_with_parent(
			    v, *at, answer, &answer->servers[i]);
		else
			count(v->c, *at, &answer->servers[i]);
	compare(v, answer);
}

static const char *
judge_server(
    struct check *c, const struct zone_view *zone, const struct tally *tally)
{
	struct finding *f;
	struct str name = check_name(c, zone->name);

	if (tally->silent == tally->asked) {
		f = check_flag(c, FINDING_NS_UNREACHABLE,
		    "%.*s, a name server of %.*s, does not answer%s%.*s",
		    PSTR(tally->server), PSTR(name),
		    tally->why_silent.n > 0 ? ": " : "",
		    PSTR(tally->why_silent));
		f->subject = name;
		return "unreachable";
	}
	if (tally->silent + tally->lame == tally->asked) {
		f = check_flag(c, FINDING_NS_LAME,
		    "%.*s is a name server of %.*s, but does not serve it%s%.*s",
		    PSTR(tally->server), PSTR(name),
		    tally->why_lame.n > 0 ? ": " : "", PSTR(tally->why_lame));
		f->subject = name;
		return "lame";
	}
	return "ok";
}

static void
judge_zones(struct view *v)
{
	struct check *c = v->c;
	struct value *zones = value_add_list(c->a, c->result->facts, "zones");

	for (struct zone_view *z = v->zones; z != NULL; z = z->next) {
		struct value *zone = value_add_object(c->a, zones, NULL), *list;

		value_add_str(c->a, zone, "zone", check_name(c, z->name));
		if (z->parent.n > 0)
			value_add_str(c->a, zone, "parent", z->parent);
		list = value_add_list(c->a, zone, "servers");
		for (struct tally *t = z->tallies; t != NULL; t = t->next) {
			struct value *server =
			    value_add_object(c->a, list, NULL);

			value_add_str(c->a, server, "server", t->server);
			value_add_str(c->a, server, "state",
			    str_of(judge_server(c, z, t)));
		}
	}
}

void
need_ns(struct facts *facts, const struct aim *aim)
{
	(void)aim;
	facts_servers(facts);
}

void
check_ns(struct check *c)
{
	const struct servers *servers = facts_servers(c->facts);
	struct view v = { .c = c };
	size_t nzones = 0;

	c->result->subject = check_name(c, c->req->domain);
	if (servers->failed != NULL)
		check_set_grade(c,
		    check_unknown(c, servers->failed, FINDING_NS_INCONSISTENT),
		    UNKNOWN);
	if (servers->n == 0 && servers->failed != NULL) {
		check_say(c, "its name servers could not be told");
		return;
	}
	if (servers->n == 0) {
		check_skip(c, "the zone's own servers were not asked");
		return;
	}
	for (size_t i = 0; i < servers->n; i++)
		look(&v, servers->answers[i]);
	judge_zones(&v);
	for (const struct zone_view *z = v.zones; z != NULL; z = z->next)
		nzones++;
	check_say(c, "%zu zone%s, %zu of %zu answers differ", nzones,
	    nzones == 1 ? "" : "s", v.ndifferent, servers->n);
}

#include "facts/reverse.h"
#include "base/buf.h"
#include "check/check.h"
#include "mail/host_pattern.h"
#include "mail/reverse_name.h"

/* What Gmail answers to a host whose address has no PTR, or none that leads
 * back; any other fault of a name does not cause it. */
static const struct str gmail_reply = STR("Gmail: 550-5.7.25");

/* A name whose lookup failed may well lead back. */
static bool
leads_elsewhere(const struct reverse_entry *name)
{
	return !name->confirmed && answer_is_known(name->forward);
}

static struct str
list_names(struct check *c, const struct reverse *reverse, bool unconfirmed)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < reverse->n; i++) {
		if (unconfirmed && !leads_elsewhere(&reverse->names[i]))
			continue;
		buf_item(&b, check_name(c, reverse->names[i].name));
	}
	return buf_view(&b);
}

/* Where the PTR names the host, what is missing is the way back. */
static bool
lacks_address(struct check *c, struct finding *f, const struct reverse *reverse,
    struct name host)
{
	for (size_t i = 0; i < reverse->n; i++) {
		const struct reverse_entry *entry = &reverse->names[i];

		if (!name_eq(entry->name, host))
			continue;
		f->advice = arena_printf(c->a,
		    "The PTR names %.*s: publish %.*s as its address.",
		    PSTR(check_name(c, host)), PSTR(ip_text(c->a, *c->ip)));
		check_need(c, f,
		    need_value(answer_name(entry->forward), ip_type(*c->ip),
			S(""), ip_text(c->a, *c->ip)));
		return true;
	}
	return false;
}

/* What to do about a PTR that is not there or not right. */
static void
advise(struct check *c, struct finding *f, const struct reverse *reverse)
{
	struct name host = request_host(c->req, c->ip);

	finding_set_cached(f, reverse->ptr);
	if (host.n == 0)
		return;
	f->advice = arena_printf(c->a,
	    "Set the PTR of %.*s to %.*s; its address record must be there "
	    "first.",
	    PSTR(ip_text(c->a, *c->ip)), PSTR(check_name(c, host)));
	if (lacks_address(c, f, reverse, host))
		return;
	check_need(c, f,
	    (struct need){
		.kind = NEED_ONLY,
		.name = answer_name(reverse->ptr),
		.type = TYPE_PTR,
		.new = check_name(c, host),
	    });
}

static void
flag_missing(struct check *c, const struct reverse *reverse)
{
	struct str ip = ip_text(c->a, *c->ip);
	struct finding *f;

	if (reverse->ptr->ncnames > 0)
		f = check_flag(c, FINDING_REVERSE_MISSING,
		    "%.*s has no PTR record: its name is delegated to %.*s, "
		    "where there is none.",
		    PSTR(ip), PSTR(check_name(c, answer_name(reverse->ptr))));
	else
		f = check_flag(c, FINDING_REVERSE_MISSING,
		    "%.*s has no PTR record.", PSTR(ip));
	f->reply = gmail_reply;
	advise(c, f, reverse);
}

/* What a name looks like; true for a cloud's default. */
static bool
flag_looks(struct check *c, const struct reverse *reverse, struct name name)
{
	struct str text = check_name(c, name);
	const char *cloud = host_default_of(c->a, name, *c->ip);
	struct str rule;

	if (cloud != NULL) {
		advise(c,
		    check_flag(c, FINDING_REVERSE_DEFAULT,
			"%.*s is the name that %s gives to every address; "
			"nobody has set a PTR.",
			PSTR(text), cloud),
		    reverse);
		return true;
	}
	if (!host_is_legal(name)) {
		finding_set_cached(
		    check_flag(c, FINDING_REVERSE_INVALID_NAME,
			"'%.*s' is not the full name of a host.", PSTR(text)),
		    reverse->ptr);
		return false;
	}
	rule = host_generic(c->a, name, *c->ip);
	if (rule.n > 0)
		finding_set_cached(
		    check_flag(c, FINDING_REVERSE_GENERIC,
			"%.*s looks like an access line's name: it %.*s.",
			PSTR(text), PSTR(rule)),
		    reverse->ptr);
	return false;
}

/* Whether the names point back (RFC 8601 section 3). */
static void
flag_unconfirmed(struct check *c, const struct reverse *reverse)
{
	struct str ip = ip_text(c->a, *c->ip);
	struct str names = list_names(c, reverse, true);
	struct finding *f;

	if (reverse_confirmed(reverse) == NULL) {
		f = check_flag(c, FINDING_REVERSE_UNCONFIRMED,
		    "%.*s does not resolve to %.*s.", PSTR(names), PSTR(ip));
		f->reply = gmail_reply;
		advise(c, f, reverse);
	} else if (names.n > 0) {
		check_flag(c, FINDING_REVERSE_PARTIAL,
		    "%.*s points to %.*s, which does not resolve to it.",
		    PSTR(ip), PSTR(names));
	}
}

static bool
names_host(const struct reverse *reverse, struct name host)
{
	for (size_t i = 0; i < reverse->n; i++)
		if (name_eq(reverse->names[i].name, host))
			return true;
	return false;
}

static void
flag_mismatch(struct check *c, const struct reverse *reverse)
{
	struct name host = request_host(c->req, c->ip);
	const struct reverse_entry *confirmed = reverse_confirmed(reverse);
	struct finding *f;

	if (host.n == 0 || confirmed == NULL || names_host(reverse, host))
		return;
	f = check_flag(c, FINDING_REVERSE_MISMATCH,
	    "The PTR of %.*s names %.*s, not %.*s.",
	    PSTR(ip_text(c->a, *c->ip)), PSTR(list_names(c, reverse, false)),
	    PSTR(check_name(c, host)));
	finding_set_cached(f, reverse->ptr);
	f->advice = arena_printf(c->a,
	    "Run with --host %.*s, if that is how the MTA greets; else set the "
	    "PTR of %.*s to %.*s, whose address record must be there first.",
	    PSTR(check_name(c, confirmed->name)), PSTR(ip_text(c->a, *c->ip)),
	    PSTR(check_name(c, host)));
}

static void
judge_names(struct check *c, const struct reverse *reverse)
{
	const struct answer *failure = reverse_failure(reverse);
	bool is_default = false;

	for (size_t i = 0; i < reverse->n; i++)
		is_default |= flag_looks(c, reverse, reverse->names[i].name);
	if (reverse->ptr->n > 1)
		check_flag(c, FINDING_REVERSE_MULTIPLE,
		    "%.*s has %zu PTR records; some receivers look at one of "
		    "them only.",
		    PSTR(ip_text(c->a, *c->ip)), reverse->ptr->n);
	/* Receivers are content with one name that leads back; and a default
	 * name is to go, wherever it leads. */
	if (failure == NULL || reverse_confirmed(reverse) != NULL)
		flag_unconfirmed(c, reverse);
	if (failure != NULL && !is_default)
		check_unknown(c, failure,
		    reverse_confirmed(reverse) != NULL
			? FINDING_REVERSE_PARTIAL
			: FINDING_REVERSE_UNCONFIRMED);
	if (!is_default)
		flag_mismatch(c, reverse);
}

static void
add_facts(struct check *c, const struct reverse *reverse)
{
	struct value *list = value_add_list(c->a, c->result->facts, "names");

	for (size_t i = 0; i < reverse->n; i++) {
		struct value *name = value_add_object(c->a, list, NULL);

		value_add_str(
		    c->a, name, "name", check_name(c, reverse->names[i].name));
		value_add_bool(
		    c->a, name, "confirmed", reverse->names[i].confirmed);
	}
}

void
need_reverse(struct facts *facts, const struct aim *aim)
{
	facts_reverse(facts, *aim->ip);
}

void
check_reverse(struct check *c)
{
	const struct reverse *reverse = facts_reverse(c->facts, *c->ip);

	c->result->subject = ip_text(c->a, *c->ip);
	if (check_unknown(c, reverse->ptr, FINDING_REVERSE_MISSING))
		return;
	add_facts(c, reverse);
	if (reverse->n == 0) {
		check_say(c, "-> nothing");
		flag_missing(c, reverse);
		return;
	}
	check_say(c, "-> %.*s", PSTR(list_names(c, reverse, false)));
	if (reverse->ptr->ncnames > 0)
		check_flag(c, FINDING_REVERSE_CNAME,
		    "The reverse name is delegated: it leads to %.*s.",
		    PSTR(check_name(c, answer_name(reverse->ptr))));
	judge_names(c, reverse);
}

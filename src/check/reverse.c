#include "base/buf.h"
#include "check/check.h"
#include "check/host.h"
#include "mail/host_pattern.h"
#include "mail/iprev.h"
#include "mail/reverse_name.h"

/* What Gmail answers to a host without confirmed reverse DNS. */
static const struct str gmail_reply = STR("Gmail: 550-5.7.25");

/* A name whose lookup failed may well lead back. */
static bool
leads_elsewhere(const struct iprev_name *name)
{
	return !name->confirmed && answer_is_known(name->forward);
}

static struct str
list_names(struct check *c, const struct iprev *iprev, bool unconfirmed)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < iprev->n; i++) {
		if (unconfirmed && !leads_elsewhere(&iprev->names[i]))
			continue;
		buf_item(&b, check_name(c, iprev->names[i].name));
	}
	return buf_view(&b);
}

/* What to do about a PTR that is not there or not right. */
static void
advise(struct check *c, struct finding *f, const struct iprev *iprev)
{
	struct name host = request_host(c->req, c->ip);

	f->hidden_s = iprev->ptr->ttl;
	f->reply = gmail_reply;
	if (host.n == 0)
		return;
	f->advice = arena_printf(c->a,
	    "Set the PTR of %.*s to %.*s; its address record must be there "
	    "first.",
	    PSTR(ip_text(c->a, *c->ip)), PSTR(check_name(c, host)));
	check_fix(c, f, iprev->n > 0 ? "replace" : "create",
	    reverse_name(c->a, *c->ip), TYPE_PTR,
	    iprev->n > 0 ? check_name(c, iprev->names[0].name) : S(""),
	    check_name(c, host));
}

static void
find_missing(struct check *c, const struct iprev *iprev)
{
	struct str ip = ip_text(c->a, *c->ip);

	if (iprev->ptr->ncnames > 0)
		advise(c,
		    check_find(c, FIND_REVERSE_MISSING,
			"%.*s has no PTR record: its name is delegated to "
			"%.*s, where there is none.",
			PSTR(ip), PSTR(check_name(c, answer_name(iprev->ptr)))),
		    iprev);
	else
		advise(c,
		    check_find(c, FIND_REVERSE_MISSING,
			"%.*s has no PTR record.", PSTR(ip)),
		    iprev);
}

/* What a name looks like; true for a cloud's default. */
static bool
find_looks(struct check *c, const struct iprev *iprev, struct name name)
{
	struct str text = check_name(c, name);
	const char *cloud = host_default_of(c->a, name, *c->ip);
	struct str rule;

	if (cloud != NULL) {
		advise(c,
		    check_find(c, FIND_REVERSE_DEFAULT,
			"%.*s is the name that %s gives to every address; "
			"nobody has set a PTR.",
			PSTR(text), cloud),
		    iprev);
		return true;
	}
	if (!host_is_legal(name)) {
		check_find(c, FIND_REVERSE_INVALID_NAME,
		    "'%.*s' is not the full name of a host.", PSTR(text))
		    ->hidden_s = iprev->ptr->ttl;
		return false;
	}
	rule = host_generic(c->a, name, *c->ip);
	if (rule.n > 0)
		check_find(c, FIND_REVERSE_GENERIC,
		    "%.*s looks like an access line's name: it %.*s.",
		    PSTR(text), PSTR(rule))
		    ->hidden_s = iprev->ptr->ttl;
	return false;
}

/* Whether the names point back (RFC 8601 section 3). */
static void
find_unconfirmed(struct check *c, const struct iprev *iprev)
{
	struct str ip = ip_text(c->a, *c->ip);
	struct str names = list_names(c, iprev, true);

	if (iprev_confirmed(iprev) == NULL)
		advise(c,
		    check_find(c, FIND_REVERSE_UNCONFIRMED,
			"%.*s does not resolve to %.*s.", PSTR(names),
			PSTR(ip)),
		    iprev);
	else if (names.n > 0)
		check_find(c, FIND_REVERSE_PARTIAL,
		    "%.*s points to %.*s, which does not resolve to it.",
		    PSTR(ip), PSTR(names));
}

static bool
names_host(const struct iprev *iprev, struct name host)
{
	for (size_t i = 0; i < iprev->n; i++)
		if (name_eq(iprev->names[i].name, host))
			return true;
	return false;
}

static void
find_mismatch(struct check *c, const struct iprev *iprev)
{
	struct name host = request_host(c->req, c->ip);

	if (host.n == 0 || iprev_confirmed(iprev) == NULL ||
	    names_host(iprev, host))
		return;
	advise(c,
	    check_find(c, FIND_REVERSE_MISMATCH,
		"The PTR of %.*s names %.*s, not %.*s.",
		PSTR(ip_text(c->a, *c->ip)), PSTR(list_names(c, iprev, false)),
		PSTR(check_name(c, host))),
	    iprev);
}

static void
judge_names(struct check *c, const struct iprev *iprev)
{
	const struct answer *failure = iprev_failure(iprev);
	bool is_default = false;

	for (size_t i = 0; i < iprev->n; i++)
		is_default |= find_looks(c, iprev, iprev->names[i].name);
	if (iprev->ptr->n > 1)
		check_find(c, FIND_REVERSE_MULTIPLE,
		    "%.*s has %zu PTR records; some receivers look at one of "
		    "them only.",
		    PSTR(ip_text(c->a, *c->ip)), iprev->ptr->n);
	/* Receivers are content with one name that leads back. */
	if (failure != NULL && iprev_confirmed(iprev) == NULL)
		check_unknown(c, failure);
	else
		find_unconfirmed(c, iprev);
	if (!is_default)
		find_mismatch(c, iprev);
}

static void
add_facts(struct check *c, const struct iprev *iprev)
{
	struct value *list = value_add_list(c->a, c->result->facts, "names");

	for (size_t i = 0; i < iprev->n; i++) {
		struct value *name = value_add_object(c->a, list, NULL);

		value_add_str(
		    c->a, name, "name", check_name(c, iprev->names[i].name));
		value_add_bool(
		    c->a, name, "confirmed", iprev->names[i].confirmed);
	}
}

void
check_reverse(struct check *c)
{
	struct iprev iprev;

	c->result->subject = ip_text(c->a, *c->ip);
	iprev_look_up(c->lookup, c->a, *c->ip, &iprev);
	if (c->asked.missing || check_unknown(c, iprev.ptr))
		return;
	add_facts(c, &iprev);
	if (iprev.n == 0) {
		check_say(c, "-> nothing");
		find_missing(c, &iprev);
		return;
	}
	check_say(c, "-> %.*s", PSTR(list_names(c, &iprev, false)));
	if (iprev.ptr->ncnames > 0)
		check_find(c, FIND_REVERSE_CNAME,
		    "The reverse name is delegated: it leads to %.*s.",
		    PSTR(check_name(c, answer_name(iprev.ptr))));
	judge_names(c, &iprev);
}

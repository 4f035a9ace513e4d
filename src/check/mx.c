#include "base/buf.h"
#include "check/check.h"
#include "facts/exchanges.h"
#include "mail/final_dot.h"
#include "mail/ip_class.h"

/* No MX: the domain itself takes the mail, if it has an address (RFC 5321
 * section 5.1). */
static void
judge_implicit(struct check *c, const struct exchanges *all)
{
	const struct answer *v4 = all->own4, *v6 = all->own6;
	struct str domain = check_name(c, c->domain);

	check_say(c, "-> nothing");
	if (v4->n == 0 && v6->n == 0) {
		struct finding *f;

		if (check_unknown(c, v4, FINDING_MX_MISSING) ||
		    check_unknown(c, v6, FINDING_MX_MISSING))
			return;
		f = check_flag(c, FINDING_MX_MISSING,
		    "%.*s has no MX and no address: bounces have nowhere to "
		    "go.",
		    PSTR(domain));
		finding_set_cached(f, all->mx);
		f->reply = S("Yahoo: 451; iCloud: 450 4.1.8");
		return;
	}
	check_say(c, "-> itself");
	finding_set_cached(
	    check_flag(c, FINDING_MX_IMPLICIT,
		"%.*s has no MX; bounces go to its own address.", PSTR(domain)),
	    all->mx);
}

static void
judge_null(struct check *c, const struct exchanges *all)
{
	struct str domain = check_name(c, c->domain);
	struct finding *f;

	if (all->null == 0)
		return;
	if (all->null < all->mx->n) {
		f = check_flag(c, FINDING_MX_NULL_MIXED,
		    "%.*s has a null MX beside other MX records.",
		    PSTR(domain));
	} else {
		f = check_flag(c, FINDING_MX_NULL,
		    "%.*s has a null MX: it says that it takes no mail, no "
		    "bounces either.",
		    PSTR(domain));
		f->reply = S("550 5.7.27");
	}
	finding_set_cached(f, all->mx);
}

static bool
all_are_private(const struct answer *v4, const struct answer *v6)
{
	for (size_t i = 0; i < v4->n; i++)
		if (ip_class(record_ip(&v4->records[i])).kind != IP_SPECIAL)
			return false;
	for (size_t i = 0; i < v6->n; i++)
		if (ip_class(record_ip(&v6->records[i])).kind != IP_SPECIAL)
			return false;
	return true;
}

/* Whether mail can get there, as far as that is known. */
static bool
has_address(const struct exchange *e)
{
	return e->v4 != NULL && e->v4->n + e->v6->n > 0;
}

/* The answer that could have an address, where there is none; or NULL. */
static const struct answer *
exchange_failure(const struct exchange *e)
{
	if (e->v4 == NULL || has_address(e))
		return NULL;
	return !answer_is_known(e->v4) ? e->v4
	    : !answer_is_known(e->v6)  ? e->v6
				       : NULL;
}

/* One exchange, but for what is missing. */
static void
judge_exchange(struct check *c, const struct exchange *e)
{
	struct str name = check_name(c, e->name);

	if (e->v4 == NULL) {
		check_flag(c, FINDING_MX_TARGET_IP,
		    "The exchange '%.*s' is an address, not a host name.",
		    PSTR(name));
		return;
	}
	if (e->v4->ncnames > 0)
		check_flag(c, FINDING_MX_TARGET_CNAME,
		    "The exchange %.*s is an alias of %.*s.", PSTR(name),
		    PSTR(check_name(c, answer_name(e->v4))));
	if (!has_address(e) || !all_are_private(e->v4, e->v6))
		return;
	/* Addresses that are not known may be public. */
	if (!check_unknown(c, e->v4, FINDING_MX_TARGET_PRIVATE) &&
	    !check_unknown(c, e->v6, FINDING_MX_TARGET_PRIVATE))
		check_flag(c, FINDING_MX_TARGET_PRIVATE,
		    "The exchange %.*s has addresses that cannot be reached "
		    "from the internet only.",
		    PSTR(name));
}

static bool
is_missing(const struct exchange *e)
{
	return e->v4 != NULL && !has_address(e);
}

/* The first exchange that lacks its address only for want of a dot in the zone
 * file, with what was meant; or NULL. */
static const struct exchange *
find_undotted(struct check *c, const struct exchanges *all, struct name *meant)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct exchange *e = &all->at[i];

		if (!is_missing(e))
			continue;
		switch (final_dot_of(c->a, e->name, c->domain, meant)) {
		case FINAL_DOT_FINE:
			break;
		case FINAL_DOT_MAYBE:
			if (facts_answer(c->facts, *meant, TYPE_A)->n > 0)
				return e;
			break;
		case FINAL_DOT_MISSING:
			return e;
		}
	}
	return NULL;
}

static void
advise_dot(struct check *c, struct finding *f, const struct exchanges *all)
{
	struct name meant;
	const struct exchange *e = find_undotted(c, all, &meant);

	if (e == NULL)
		return;
	f->advice = arena_printf(c->a,
	    "%.*s lacks the dot at its end in the zone file: %.*s. was meant.",
	    PSTR(check_name(c, e->name)), PSTR(check_name(c, meant)));
	check_need(c, f,
	    need_value(answer_name(all->mx), TYPE_MX,
		arena_printf(c->a, "%u %.*s", e->preference,
		    PSTR(check_name(c, e->name))),
		arena_printf(c->a, "%u %.*s", e->preference,
		    PSTR(check_name(c, meant)))));
}

/* Exchanges without an address: a failure only if that is so of all. */
static void
flag_missing(struct check *c, const struct exchanges *all, size_t nfound)
{
	struct buf missing = { .a = c->a };
	size_t nunknown = 0;
	struct finding *f;

	for (size_t i = 0; i < all->n; i++) {
		const struct exchange *e = &all->at[i];
		const struct answer *failure = exchange_failure(e);

		if (failure != NULL) {
			f = check_unknown(
			    c, failure, FINDING_MX_TARGET_MISSING);
			if (nfound > 0)
				check_set_grade(c, f, WARN);
			nunknown++;
		} else if (e->v4 != NULL && !has_address(e)) {
			buf_item(&missing, check_name(c, e->name));
		}
	}
	if (missing.n == 0)
		return;
	f = check_flag(c, FINDING_MX_TARGET_MISSING,
	    "%s of %.*s has no address: %.*s.",
	    nfound + nunknown == 0 ? "Every exchange" : "An exchange",
	    PSTR(check_name(c, c->domain)), PSTR(buf_view(&missing)));
	if (nfound + nunknown > 0)
		check_set_grade(c, f, WARN);
	advise_dot(c, f, all);
}

static void
judge_exchanges(struct check *c, const struct exchanges *all)
{
	size_t nfound = 0;

	for (size_t i = 0; i < all->n; i++) {
		judge_exchange(c, &all->at[i]);
		nfound += has_address(&all->at[i]);
	}
	flag_missing(c, all, nfound);
	if (all->n + all->null < all->mx->n)
		check_unseen(c, FINDING_MX_TARGET_CNAME,
		    "%.*s has %zu exchanges; only the best %d were looked at",
		    PSTR(check_name(c, c->domain)), all->mx->n - all->null,
		    EXCHANGES_MAX);
}

static void
add_facts(struct check *c, const struct exchanges *all)
{
	struct value *list =
	    value_add_list(c->a, c->result->facts, "exchanges");
	struct buf names = { .a = c->a };

	for (size_t i = 0; i < all->n; i++) {
		struct value *e = value_add_object(c->a, list, NULL);
		struct str name = check_name(c, all->at[i].name);

		value_add_int(c->a, e, "preference", all->at[i].preference);
		value_add_str(c->a, e, "exchange", name);
		buf_item(&names, name);
	}
	if (all->n > 0)
		check_say(c, "-> %.*s", PSTR(buf_view(&names)));
}

void
need_mx(struct facts *facts, const struct aim *aim)
{
	const struct exchanges *all = facts_exchanges(facts, aim->domain);
	struct name meant;

	for (size_t i = 0; all != NULL && i < all->n; i++)
		if (is_missing(&all->at[i]) &&
		    final_dot_of(aim->a, all->at[i].name, aim->domain,
			&meant) == FINAL_DOT_MAYBE)
			facts_answer(facts, meant, TYPE_A);
}

void
check_mx(struct check *c)
{
	const struct exchanges *all = facts_exchanges(c->facts, c->domain);

	c->result->subject = check_name(c, c->domain);
	if (check_unknown(c, all->mx, FINDING_MX_MISSING))
		return;
	if (all->mx->n == 0) {
		judge_implicit(c, all);
		return;
	}
	check_say(c, "-> no exchange");
	add_facts(c, all);
	judge_null(c, all);
	judge_exchanges(c, all);
}

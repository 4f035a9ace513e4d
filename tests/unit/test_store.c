#include "dns/lookup.h"
#include "dns/source.h"

#include "unit.h"

struct fixture {
	struct arena a;
	struct store store;
	struct lookup lookup;
	struct asked asked;
};

static void
begin(struct fixture *f)
{
	*f = (struct fixture){ 0 };
	store_init(&f->store);
	lookup_begin(&f->lookup, &f->store, NULL);
	f->asked.a = &f->a;
	f->lookup.asked = &f->asked;
}

static void
end(struct fixture *f)
{
	lookup_end(&f->lookup);
	store_free(&f->store);
	arena_free(&f->a);
}

static struct name
name_of(struct fixture *f, const char *text)
{
	struct name name;

	ck_assert(name_parse(&f->a, str_of(text), &name));
	return name;
}

static const struct answer *
ask(struct fixture *f, const char *name)
{
	return lookup_ask(&f->lookup, name_of(f, name), TYPE_A);
}

static void
put(struct fixture *f, enum answer_status status, const char *alias,
    uint32_t ttl)
{
	struct entry *entry = store_next_wanted(&f->store);
	struct name target = { 0 };
	struct answer answer = { .status = status, .ttl = ttl };

	ck_assert_ptr_nonnull(entry);
	if (alias != NULL) {
		target = name_of(f, alias);
		answer.cnames = &target;
		answer.ncnames = 1;
	}
	store_put(&f->store, entry, &answer);
}

START_TEST(asks_once)
{
	struct fixture f;

	begin(&f);
	ck_assert_ptr_null(ask(&f, "a.example"));
	ck_assert(f.asked.missing);
	ck_assert_ptr_null(ask(&f, "A.Example"));
	put(&f, ANSWER_NXDOMAIN, NULL, 60);
	ck_assert_ptr_null(store_next_wanted(&f.store));
	ck_assert_ptr_eq(store_next_ready(&f.store), &f.lookup.sleeper);
	ck_assert_ptr_null(store_next_ready(&f.store));
	ck_assert_int_eq(ask(&f, "a.example")->status, ANSWER_NXDOMAIN);
	ck_assert_uint_eq(f.asked.n, 1);
	end(&f);
}
END_TEST

START_TEST(follows_aliases)
{
	const struct answer *answer;
	struct fixture f;

	begin(&f);
	ask(&f, "a.example");
	put(&f, ANSWER_ALIAS, "b.example", 300);
	ck_assert_ptr_null(ask(&f, "a.example"));
	put(&f, ANSWER_ALIAS, "c.example", 200);
	ck_assert_ptr_null(ask(&f, "a.example"));
	put(&f, ANSWER_NODATA, NULL, 250);
	answer = ask(&f, "a.example");
	ck_assert_int_eq(answer->status, ANSWER_NODATA);
	ck_assert_uint_eq(answer->ncnames, 2);
	ck_assert_uint_eq(answer->ttl, 200);
	ck_assert(name_eq(answer_name(answer), name_of(&f, "c.example")));
	end(&f);
}
END_TEST

/* DNSSEC vouches for a chain only if it does for each part. */
START_TEST(joins_what_is_authenticated)
{
	struct fixture f;

	for (int both = 0; both <= 1; both++) {
		struct answer alias = {
			.status = ANSWER_ALIAS,
			.ttl = 300,
			.authenticated = both,
		};
		struct answer rest = {
			.status = ANSWER_NODATA,
			.ttl = 300,
			.authenticated = true,
		};
		struct name target;

		begin(&f);
		target = name_of(&f, "b.example");
		alias.cnames = &target;
		alias.ncnames = 1;
		ask(&f, "a.example");
		store_put(&f.store, store_next_wanted(&f.store), &alias);
		ask(&f, "a.example");
		store_put(&f.store, store_next_wanted(&f.store), &rest);
		ck_assert_int_eq(ask(&f, "a.example")->authenticated, both);
		end(&f);
	}
}
END_TEST

START_TEST(ends_alias_loops)
{
	struct fixture f;

	begin(&f);
	ask(&f, "a.example");
	put(&f, ANSWER_ALIAS, "b.example", 300);
	ask(&f, "a.example");
	put(&f, ANSWER_ALIAS, "a.example", 300);
	ck_assert_int_eq(ask(&f, "a.example")->status, ANSWER_LOOP);
	end(&f);
}
END_TEST

START_TEST(expires)
{
	struct fixture f;
	const struct answer *answer;

	begin(&f);
	ask(&f, "a.example");
	f.lookup.expired = true;
	answer = ask(&f, "a.example");
	ck_assert_int_eq(answer->status, ANSWER_TIMEOUT);
	ck_assert(name_eq(answer->question.name, name_of(&f, "a.example")));
	end(&f);
}
END_TEST

START_TEST(keeps_the_budget)
{
	struct fixture f;

	begin(&f);
	for (int i = 0; i < LOOKUP_BUDGET; i++) {
		struct str name = arena_printf(&f.a, "n%d.example", i);

		ck_assert_ptr_null(ask(&f, name.s));
	}
	ck_assert_int_eq(
	    ask(&f, "one.more.example")->status, ANSWER_OVER_BUDGET);
	end(&f);
}
END_TEST

/* What may be wanted later takes nothing of the budget, and is no question
 * more when it is wanted. */
START_TEST(asks_ahead)
{
	struct fixture f;
	int nwanted = 0;

	begin(&f);
	for (int i = 0; i < 2 * LOOKUP_AHEAD_MAX; i++) {
		struct str name = arena_printf(&f.a, "ahead%d.example", i);

		lookup_ahead(&f.lookup, name_of(&f, name.s), TYPE_A);
		lookup_ahead(&f.lookup, name_of(&f, name.s), TYPE_A);
	}
	ck_assert(!f.asked.missing);
	ck_assert_ptr_null(ask(&f, "ahead0.example"));
	ck_assert(f.asked.missing);
	for (int i = 1; i < LOOKUP_BUDGET; i++) {
		struct str name = arena_printf(&f.a, "n%d.example", i);

		ck_assert_ptr_null(ask(&f, name.s));
	}
	ck_assert_int_eq(ask(&f, "ahead1.example")->status, ANSWER_OVER_BUDGET);
	while (store_next_wanted(&f.store) != NULL)
		nwanted++;
	ck_assert_int_eq(nwanted, LOOKUP_BUDGET + LOOKUP_AHEAD_MAX - 1);
	end(&f);
}
END_TEST

START_TEST(shares_answers)
{
	struct fixture f;
	struct lookup second;

	begin(&f);
	ask(&f, "a.example");
	put(&f, ANSWER_NXDOMAIN, NULL, 60);
	ask(&f, "b.example");
	put(&f, ANSWER_NXDOMAIN, NULL, 0);
	lookup_begin(&second, &f.store, NULL);
	second.asked = &f.asked;
	ck_assert_ptr_nonnull(
	    lookup_ask(&second, name_of(&f, "a.example"), TYPE_A));
	/* b is over its TTL, though the first still has it. */
	ck_assert_ptr_null(
	    lookup_ask(&second, name_of(&f, "b.example"), TYPE_A));
	ck_assert_ptr_nonnull(ask(&f, "b.example"));
	lookup_end(&second);
	end(&f);
}
END_TEST

/* Somebody asks, gets an answer of so many octets, and is done. */
static void
ask_and(struct fixture *f, const char *name, size_t octets,
    void (*leave)(struct lookup *lookup))
{
	struct lookup lookup;
	struct answer answer = {
		.status = ANSWER_NXDOMAIN,
		.ttl = 3600,
		.note = { arena_array(&f->a, octets, char), octets },
	};
	struct entry *entry;

	lookup_begin(&lookup, &f->store, NULL);
	lookup.asked = &f->asked;
	lookup_ask(&lookup, name_of(f, name), TYPE_A);
	while ((entry = store_next_wanted(&f->store)) != NULL)
		store_put(&f->store, entry, &answer);
	leave(&lookup);
}

static void
ask_and_leave(struct fixture *f, const char *name, size_t octets)
{
	ask_and(f, name, octets, lookup_end);
}

static bool
is_kept(struct fixture *f, const char *name)
{
	struct lookup lookup;
	bool is_here;

	lookup_begin(&lookup, &f->store, NULL);
	lookup.asked = &f->asked;
	is_here = lookup_ask(&lookup, name_of(f, name), TYPE_A) != NULL;
	lookup_end(&lookup);
	return is_here;
}

START_TEST(keeps_what_is_shared)
{
	enum { OCTETS = 6000 };
	struct fixture f;

	begin(&f);
	ask_and_leave(&f, "shared.example", 1);
	ask_and_leave(&f, "shared.example", 1);
	ask_and(&f, "once.example", 1, lookup_put_off);
	ask_and_leave(&f, "once.example", 1);
	ask_and_leave(&f, "large.example", OCTETS);
	ck_assert_uint_eq(store_held_bytes(&f.store), 0);
	for (int i = 0; i < STORE_ONCE_BYTES / OCTETS; i++) {
		struct str name = arena_printf(&f.a, "n%d.example", i);

		ask_and_leave(&f, name.s, OCTETS);
	}
	ck_assert_uint_le(f.store.once.bytes, STORE_ONCE_BYTES);
	ck_assert(is_kept(&f, "shared.example"));
	ck_assert(is_kept(&f, "n9.example")); /* the last */
	ck_assert(!is_kept(&f, "once.example"));
	ck_assert(!is_kept(&f, "large.example"));
	end(&f);
}
END_TEST

/* What is made of an answer counts with it, and goes with it. */
START_TEST(keeps_what_was_made)
{
	enum { OCTETS = 1000 };
	struct fixture f;
	struct entry *entry;
	size_t bytes;

	begin(&f);
	ask_and_leave(&f, "a.example", 1);
	entry = lookup_entry(&f.lookup, ask(&f, "a.example"));
	ck_assert_ptr_nonnull(entry);
	ck_assert(store_is_shared(entry));
	bytes = store_held_bytes(&f.store);
	store_keep_made(&f.store, entry, mem_new(1, OCTETS), OCTETS);
	ck_assert_uint_eq(store_held_bytes(&f.store), bytes + OCTETS);
	ask(&f, "b.example");
	put(&f, ANSWER_NXDOMAIN, NULL, 60);
	entry = lookup_entry(&f.lookup, ask(&f, "b.example"));
	ck_assert(!store_is_shared(entry));
	ck_assert_ptr_null(entry->made);
	end(&f);
}
END_TEST

/* One bad moment is not told to a second sender before another try; what is
 * so a second time is told to all. */
START_TEST(doubts_failures)
{
	struct fixture f;
	struct lookup second, third;
	static const enum answer_status failures[] = { ANSWER_TIMEOUT,
		ANSWER_SERVFAIL, ANSWER_REFUSED, ANSWER_MALFORMED };

	for (size_t i = 0; i < 4; i++) {
		begin(&f);
		lookup_begin(&second, &f.store, NULL);
		lookup_begin(&third, &f.store, NULL);
		second.asked = third.asked = &f.asked;
		ask(&f, "a.example");
		put(&f, failures[i], NULL, 5);
		ck_assert_int_eq(ask(&f, "a.example")->status, failures[i]);
		ck_assert_ptr_null(
		    lookup_ask(&second, name_of(&f, "a.example"), TYPE_A));
		put(&f, failures[i], NULL, 5);
		ck_assert_ptr_nonnull(
		    lookup_ask(&third, name_of(&f, "a.example"), TYPE_A));
		lookup_end(&second);
		lookup_end(&third);
		end(&f);
	}
}
END_TEST

START_TEST(answers_what_nobody_takes)
{
	struct fixture f;

	begin(&f);
	ask(&f, "a.example");
	sources_ask(NULL, &f.store);
	ck_assert_int_eq(ask(&f, "a.example")->status, ANSWER_NOT_COVERED);
	end(&f);
}
END_TEST

Suite *
store_suite(void)
{
	Suite *s = suite_create("store");
	TCase *tc = tcase_create("store");

	tcase_add_test(tc, asks_once);
	tcase_add_test(tc, follows_aliases);
	tcase_add_test(tc, joins_what_is_authenticated);
	tcase_add_test(tc, ends_alias_loops);
	tcase_add_test(tc, expires);
	tcase_add_test(tc, keeps_the_budget);
	tcase_add_test(tc, asks_ahead);
	tcase_add_test(tc, shares_answers);
	tcase_add_test(tc, keeps_what_is_shared);
	tcase_add_test(tc, keeps_what_was_made);
	tcase_add_test(tc, doubts_failures);
	tcase_add_test(tc, answers_what_nobody_takes);
	suite_add_tcase(s, tc);
	return s;
}

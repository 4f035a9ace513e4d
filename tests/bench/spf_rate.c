/*
 * spf_rate ZONE IP DOMAIN N - evaluations a second in memory: N times with
 * nothing known before, so that each takes its answers from the zone in as
 * many rounds as it needs; and N times with all answers at hand.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "facts/driver.h"
#include "facts/spf_eval.h"
#include "zone/zone.h"

struct spf_alone {
	struct goal goal;
	const struct spf_client *client;
};

struct bench {
	struct store store;
	struct run run;
	struct source *source;
	struct spf_client client;
	struct spf_alone goal;
};

/* SPF without its tree. */
static void
derive(struct facts *facts, const struct goal *goal)
{
	facts_spf(facts, ((const struct spf_alone *)goal)->client);
}

static enum spf_result
evaluate(struct bench *b)
{
	static const struct request nobody = { .nips = 0 };
	enum spf_result result;

	run_begin(&b->run, &b->store, &nobody, &b->goal.goal);
	run_to_end(&b->run, b->source, INT64_MAX);
	result = facts_spf(&b->run.facts, &b->client)->result;
	run_end(&b->run);
	return result;
}

static void
print(const char *what, enum spf_result result, long n, int64_t us)
{
	printf("%s: %s, %.0f evaluations/s, %.2f us each\n", what,
	    spf_result_text(result), (double)n * 1e6 / (double)us,
	    (double)us / (double)n);
}

int
main(int argc, char **argv)
{
	struct bench b = { .source = NULL };
	struct arena zone = { 0 };
	struct zones *zones = zones_new(&zone);
	struct zone_error err;
	enum spf_result result = SPF_PENDING;
	int64_t us;
	long n;

	if (argc != 5 ||
	    !zones_add_file(zones, argv[1], (struct name){ 0 }, &err) ||
	    !ip_parse(str_of(argv[2]), &b.client.ip) ||
	    !name_parse(&zone, str_of(argv[3]), &b.client.domain) ||
	    (n = strtol(argv[4], NULL, 10)) < 1) {
		fprintf(stderr, "usage: spf_rate ZONE IP DOMAIN N\n");
		return 2;
	}
	b.client.local_part = S("postmaster");
	b.client.sender_domain = str_of(argv[3]);
	b.client.helo = b.client.sender_domain;
	b.source = zones_source(zones);
	b.goal = (struct spf_alone){ { derive }, &b.client };
	us = clock_us();
	for (long i = 0; i < n; i++) {
		store_init(&b.store);
		result = evaluate(&b);
		store_free(&b.store);
	}
	print("from the zone", result, n, clock_us() - us);
	store_init(&b.store);
	evaluate(&b);
	us = clock_us();
	for (long i = 0; i < n; i++)
		result = evaluate(&b);
	print("answers at hand", result, n, clock_us() - us);
	store_free(&b.store);
	run_free(&b.run);
	arena_free(&zone);
	return 0;
}

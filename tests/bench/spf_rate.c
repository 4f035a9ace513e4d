/*
 * spf_rate ZONE IP DOMAIN N - evaluations a second in memory: N times with
 * nothing known before, so that each takes its answers from the zone in as
 * many rounds as it needs; and N times with all answers at hand.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "dns/zone.h"
#include "mail/spf_eval.h"

struct bench {
	struct arena a;
	struct store store;
	struct lookup lookup;
	struct asked asked;
	struct source *source;
	struct spf_client client;
};

static enum spf_result
evaluate(struct bench *b)
{
	struct spf_outcome outcome;

	for (;;) {
		arena_reset(&b->a);
		b->asked = (struct asked){ .a = &b->a };
		b->lookup.asked = &b->asked;
		outcome = spf_check_host(&b->a, &b->lookup, &b->client);
		if (!b->asked.missing)
			return outcome.result;
		sources_ask(b->source, &b->store);
	}
}

static void
begin(struct bench *b)
{
	store_init(&b->store);
	lookup_begin(&b->lookup, &b->store, NULL);
}

static void
end(struct bench *b)
{
	lookup_end(&b->lookup);
	store_free(&b->store);
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
	us = clock_us();
	for (long i = 0; i < n; i++) {
		begin(&b);
		result = evaluate(&b);
		end(&b);
	}
	print("from the zone", result, n, clock_us() - us);
	begin(&b);
	evaluate(&b);
	us = clock_us();
	for (long i = 0; i < n; i++)
		result = evaluate(&b);
	print("answers at hand", result, n, clock_us() - us);
	end(&b);
	arena_free(&b.a);
	arena_free(&zone);
	return 0;
}

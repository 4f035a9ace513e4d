/*
 * ask.c - puts questions to one source, the network client or zone files, and
 * prints the answers.
 *
 * usage: ask [-Tmpr] [-N TLS_NAME] [-d DEADLINE_MS] [-n TRIES] [-t TIMEOUT_MS]
 *     -s SERVER ... | -z FILE ... NAME TYPE [NAME TYPE ...]
 *
 * With -p the client is told the deadline, and asks until then.  All questions
 * are asked at once; "," between two of them waits for those
 * before.  A line an answer, in the order of the questions:
 *
 *     NAME TYPE STATUS [cname=NAME ...] [RECORD ...] [FLAG ...] [note=TEXT]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/escape.h"
#include "client/client.h"
#include "dns/lookup.h"
#include "zone/zone.h"

static struct arena arena;

static void
usage(void)
{
	fputs("usage: ask [-Tmpr] [-N NAME] [-d MS] [-n TRIES] [-t MS] "
	      "-s SERVER ... | -z FILE ... NAME TYPE ...\n",
	    stderr);
	exit(2);
}

static void
print(const struct answer *answer)
{
	struct arena a = { 0 };

	printf("%.*s %.*s %.*s", PSTR(name_text(&a, answer->question.name)),
	    PSTR(type_text(&a, answer->question.type)),
	    PSTR(answer_status_text(answer->status)));
	for (size_t i = 0; i < answer->ncnames; i++)
		printf(" cname=%.*s", PSTR(name_text(&a, answer->cnames[i])));
	for (size_t i = 0; i < answer->n; i++) {
		struct str text = record_text(&a, &answer->records[i]);

		if (text.n > 200)
			printf(" [%u octets]", answer->records[i].n);
		else
			printf(" [%.*s]", PSTR(text));
	}
	if (answer->authenticated)
		fputs(" ad", stdout);
	if (answer->truncated)
		fputs(" tcp", stdout);
	printf(" ttl=%u server=%.*s", answer->ttl, PSTR(answer->server));
	if (answer->note.n > 0)
		printf(" note=%.*s", PSTR(escape(&a, answer->note)));
	putchar('\n');
	arena_free(&a);
}

/* Until each question has its answer; what is missing then timed out. */
static void
run(struct source *source, struct lookup *lookup, char **words, int n,
    int64_t until_us)
{
	bool missing = true, has_news;

	while (missing) {
		struct asked asked = { .a = &arena };

		lookup->asked = &asked;
		for (int i = 0; i + 1 < n; i += 2) {
			struct name name;
			uint16_t type = type_parse(str_of(words[i + 1]));

			if (!name_parse(&arena, str_of(words[i]), &name) ||
			    type == 0)
				usage();
			lookup_ask(lookup, name, type);
		}
		sources_ask(source, lookup->store);
		has_news = false;
		while (store_next_ready(lookup->store) != NULL)
			has_news = true;
		missing = asked.missing;
		if (!missing)
			for (size_t i = 0; i < asked.n; i++)
				print(asked.answers[i]);
		else if (has_news)
			continue;
		else if (clock_us() >= until_us ||
		    !sources_wait(source, lookup->store, until_us))
			lookup->expired = true;
	}
}

static void
add_zone(struct zones *zones, const char *path)
{
	struct zone_error err;

	if (zones_add_file(zones, path, (struct name){ 0 }, &err))
		return;
	fprintf(stderr, "ask: %.*s:%u: %.*s\n", PSTR(err.file), err.line,
	    PSTR(err.reason));
	exit(2);
}

static int
words_until_comma(char **words, int n)
{
	int i = 0;

	while (i < n && strcmp(words[i], ",") != 0)
		i++;
	return i;
}

int
main(int argc, char **argv)
{
	struct server servers[CLIENT_SERVERS_MAX];
	struct client_config config = { .servers = servers };
	int64_t deadline_us = 15 * 1000000;
	struct client *client = NULL;
	struct zones *zones = NULL;
	struct source *source;
	struct lookup lookup;
	struct store store;
	bool is_patient = false;
	int c;

	if (!descriptors_reserve())
		return 4;
	while ((c = getopt(argc, argv, "N:Td:mn:prs:t:z:")) != -1)
		switch (c) {
		case 'N':
			config.tls_name = str_of(optarg);
			break;
		case 'T':
			config.tls = true;
			break;
		case 'd':
			deadline_us = 1000 * (int64_t)atoi(optarg);
			break;
		case 'm':
			config.many = true;
			break;
		case 'n':
			config.tries = (unsigned)atoi(optarg);
			break;
		case 'p':
			is_patient = true;
			break;
		case 'r':
			config.rotate = true;
			break;
		case 's':
			if (config.nservers == CLIENT_SERVERS_MAX ||
			    !server_parse(
				str_of(optarg), &servers[config.nservers++]))
				usage();
			break;
		case 't':
			config.timeout_ms = (uint32_t)atoi(optarg);
			break;
		case 'z':
			if (zones == NULL)
				zones = zones_new(&arena);
			add_zone(zones, optarg);
			break;
		default:
			usage();
		}
	if ((config.nservers == 0) == (zones == NULL))
		usage();
	store_init(&store);
	if (zones == NULL)
		client = client_new(&config);
	source = zones == NULL ? client_source(client) : zones_source(zones);
	lookup_begin(&lookup, &store, NULL);
	deadline_us += clock_us();
	if (is_patient)
		lookup.sleeper.until_us = deadline_us;
	for (int i = optind; i < argc;) {
		int n = words_until_comma(argv + i, argc - i);

		run(source, &lookup, argv + i, n, deadline_us);
		i += n + 1;
	}
	lookup_end(&lookup);
	if (client != NULL)
		client_free(client);
	store_free(&store);
	arena_free(&arena);
	return 0;
}

/*
 * questions.c - how fast the network client asks, without any check.
 *
 * usage: questions SERVER WINDOW < FILE
 *
 * FILE has a question a line, "NAME TYPE" as dnsperf takes them.  Each is
 * asked once, through a lookup and the store of its own, WINDOW at a time.
 * Prints questions a second, microseconds of CPU a question, and how many
 * got no answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/resource.h>

#include "base/clock.h"
#include "client/client.h"
#include "dns/lookup.h"

struct slot {
	struct lookup lookup;
	struct asked asked;
	struct arena arena;
	struct name name;
	uint16_t type;
};

static struct store store;
static size_t nasked, nfailed;

static double
cpu_us(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 +
	    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static const struct answer *
look(struct slot *slot)
{
	slot->asked = (struct asked){ .a = &slot->arena };
	slot->lookup.asked = &slot->asked;
	return lookup_ask(&slot->lookup, slot->name, slot->type);
}

/* Asks the next line's question; false at the end of the file. */
static bool
start(struct slot *slot)
{
	char line[512];
	struct str rest, name;

	if (fgets(line, sizeof(line), stdin) == NULL)
		return false;
	rest = str_to(str_of(line), strcspn(line, "\n"));
	if (!str_cut(&rest, ' ', &name) ||
	    !name_parse(&slot->arena, name, &slot->name)) {
		fprintf(stderr, "questions: bad line: %s", line);
		exit(2);
	}
	slot->type = type_parse(rest);
	lookup_begin(&slot->lookup, &store, slot);
	look(slot);
	nasked++;
	return true;
}

static void
finish(struct slot *slot)
{
	const struct answer *answer = look(slot);

	nfailed += answer == NULL || !answer_is_known(answer);
	lookup_end(&slot->lookup);
	arena_reset(&slot->arena);
}

static struct slot *
next_ready(void)
{
	struct sleeper *sleeper = store_next_ready(&store);

	return sleeper != NULL ? sleeper->owner : NULL;
}

int
main(int argc, char **argv)
{
	struct server server;
	struct client_config config = {
		.servers = &server,
		.nservers = 1,
		.many = true,
	};
	struct client *client;
	struct slot *slots, *slot;
	size_t window, running = 0;
	int64_t begin = clock_us();
	double cpu;

	if (argc != 3 || !server_parse(str_of(argv[1]), &server))
		return 2;
	window = (size_t)strtoul(argv[2], NULL, 10);
	slots = mem_new(window, sizeof(*slots));
	store_init(&store);
	client = client_new(&config);
	cpu = cpu_us();
	while (running < window && start(&slots[running]))
		running++;
	while (running > 0) {
		sources_ask(client_source(client), &store);
		if (!sources_wait(
			client_source(client), &store, clock_us() + 1000000))
			break;
		while ((slot = next_ready()) != NULL) {
			finish(slot);
			if (!start(slot))
				running--;
		}
	}
	printf("%.0f %.2f %zu\n",
	    (double)nasked / ((double)(clock_us() - begin) / 1e6),
	    (cpu_us() - cpu) / (double)nasked, nfailed);
	client_free(client);
	store_free(&store);
	free(slots);
	return 0;
}

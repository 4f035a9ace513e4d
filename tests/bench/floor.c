/*
 * floor.c - what sending questions and receiving answers costs by itself.
 *
 * usage: floor SERVER WINDOW < FILE
 *
 * FILE has a question a line, "NAME TYPE" as dnsperf takes them.  All queries
 * are written beforehand.  Each is sent once by send(), WINDOW of them are
 * under way, over as many sockets as the client shares; an answer is received
 * by recv() and not looked at.  Prints questions a second, microseconds of CPU
 * a question, and how many got no answer.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/descriptor.h"
#include "client/query.h"
#include "client/server.h"
#include "client/upstream.h"
#include "dns/name.h"
#include "dns/record.h"

enum { GIVE_UP_MS = 1000 };

struct sent {
	size_t n;
	unsigned char wire[QUERY_MAX];
};

static struct sent *queries;
static size_t nqueries, nsent, nanswered;
static struct pollfd sockets[UPSTREAM_SOCKETS];

static double
cpu_us(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 +
	    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static bool
read_question(struct arena *a, const char *line, struct question *question)
{
	struct str rest = str_to(str_of(line), strcspn(line, "\n")), name;

	if (!str_cut(&rest, ' ', &name) ||
	    !name_parse(a, name, &question->name))
		return false;
	question->type = type_parse(rest);
	return question->type != 0;
}

static void
read_questions(void)
{
	struct arena a = { 0 };
	struct question question;
	size_t cap = 0;
	char line[512];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct query_form form = { .id = (uint16_t)nqueries };
		struct sent *query;

		if (!read_question(&a, line, &question)) {
			fprintf(stderr, "floor: bad line: %s", line);
			exit(2);
		}
		if (nqueries == cap) {
			cap = cap * 2 + 1024;
			queries = mem_grow(queries, cap, sizeof(*queries));
		}
		query = &queries[nqueries++];
		query->n = query_write(query->wire, &question, &form);
		arena_reset(&a);
	}
	arena_free(&a);
}

static bool
open_sockets(struct server server)
{
	struct sockaddr_storage address;
	socklen_t n = server_sockaddr(server, &address);

	for (size_t i = 0; i < UPSTREAM_SOCKETS; i++) {
		int fd = socket(address.ss_family, SOCK_DGRAM, 0);

		if (fd < 0 || !descriptor_prepare(fd) ||
		    connect(fd, (const struct sockaddr *)&address, n) != 0)
			return false;
		sockets[i] = (struct pollfd){ .fd = fd, .events = POLLIN };
	}
	return true;
}

static void
send_next(void)
{
	const struct sent *query = &queries[nsent];

	send(sockets[nsent % UPSTREAM_SOCKETS].fd, query->wire, query->n, 0);
	nsent++;
}

/* Each answer makes room for a question. */
static void
receive(int fd)
{
	char answer[QUERY_UDP_MAX];

	while (recv(fd, answer, sizeof(answer), 0) > 0) {
		nanswered++;
		if (nsent < nqueries)
			send_next();
	}
}

int
main(int argc, char **argv)
{
	struct server server;
	size_t window;
	int64_t begin;
	double cpu;

	if (argc != 3 || !server_parse(str_of(argv[1]), &server) ||
	    !open_sockets(server))
		return 2;
	window = (size_t)strtoul(argv[2], NULL, 10);
	read_questions();
	begin = clock_us();
	cpu = cpu_us();
	while (nsent < nqueries && nsent < window)
		send_next();
	while (nanswered < nqueries &&
	    poll(sockets, UPSTREAM_SOCKETS, GIVE_UP_MS) > 0)
		for (size_t i = 0; i < UPSTREAM_SOCKETS; i++)
			if (sockets[i].revents != 0)
				receive(sockets[i].fd);
	printf("%.0f %.2f %zu\n",
	    (double)nanswered / ((double)(clock_us() - begin) / 1e6),
	    (cpu_us() - cpu) / (double)nqueries, nqueries - nanswered);
	free(queries);
	return 0;
}

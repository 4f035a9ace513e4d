#include <string.h>

#include "base/arena.h"
#include "dns/answer_copy.h"

/* One block that holds the answer and all that it points to. */
struct block {
	char *at;
};

static struct str
block_copy(struct block *b, const void *s, size_t n)
{
	char *p = b->at;

	if (n > 0)
		memcpy(p, s, n);
	b->at += n;
	return (struct str){ p, n };
}

static struct name
block_name(struct block *b, struct name name)
{
	struct str s = block_copy(b, name.wire, name.n);

	return (struct name){ (const unsigned char *)s.s, s.n };
}

static struct record
block_record(struct block *b, const struct record *from)
{
	struct record to = *from;
	struct str data = block_copy(b, from->data, from->n);

	to.data = (const unsigned char *)data.s;
	return to;
}

size_t
answer_bytes(const struct answer *answer)
{
	size_t n = sizeof(*answer) + answer->note.n + answer->server.n +
	    answer->n * sizeof(struct record) +
	    answer->ncnames * sizeof(struct name);

	for (size_t i = 0; i < answer->n; i++)
		n += answer->records[i].n;
	for (size_t i = 0; i < answer->ncnames; i++)
		n += answer->cnames[i].n;
	for (size_t i = 0; i < answer->nglue; i++)
		n += sizeof(struct glue) + answer->glue[i].server.n +
		    answer->glue[i].address.n;
	n += answer->zone.n + answer->nservers * sizeof(struct server_answer);
	for (size_t i = 0; i < answer->nservers; i++)
		n += answer->servers[i].server.n + answer->servers[i].text.n;
	return n;
}

static struct str
block_str(struct block *b, struct str s)
{
	return block_copy(b, s.s, s.n);
}

struct answer *
answer_copy(const struct answer *from, const struct question *question)
{
	struct answer *to = mem_new(1, answer_bytes(from));
	struct record *records = (struct record *)(to + 1);
	struct name *cnames = (struct name *)(records + from->n);
	struct server_answer *servers =
	    (struct server_answer *)(cnames + from->ncnames);
	struct glue *glue = (struct glue *)(servers + from->nservers);
	struct block b = { (char *)(glue + from->nglue) };

	*to = *from;
	to->question = *question;
	to->records = records;
	to->cnames = cnames;
	to->servers = servers;
	to->glue = glue;
	for (size_t i = 0; i < from->n; i++)
		records[i] = block_record(&b, &from->records[i]);
	/* Servers turn them around as they like: a report must not. */
	to->n = record_set(records, from->n);
	for (size_t i = 0; i < from->ncnames; i++)
		cnames[i] = block_name(&b, from->cnames[i]);
	for (size_t i = 0; i < from->nservers; i++) {
		servers[i] = from->servers[i];
		servers[i].server = block_str(&b, from->servers[i].server);
		servers[i].text = block_str(&b, from->servers[i].text);
	}
	for (size_t i = 0; i < from->nglue; i++) {
		glue[i].server = block_name(&b, from->glue[i].server);
		glue[i].address = block_record(&b, &from->glue[i].address);
	}
	to->zone = block_name(&b, from->zone);
	to->note = block_str(&b, from->note);
	to->server = block_str(&b, from->server);
	return to;
}

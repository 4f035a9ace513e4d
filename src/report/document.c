#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/workflow.h"
#include "report/document.h"

enum { WRITE_TOGETHER = 64 * 1024 };

/* What stands before a piece in a part. */
struct piece_head {
	uint32_t stream;
	uint32_t n; /* octets that follow */
};

void
document_init(struct document *doc, const struct format_ways *ways,
    const struct format_choice *choice)
{
	*doc = (struct document){
		.ways = ways,
		.choice = *choice,
		.started_us = clock_us(),
	};
	spool_init(&doc->spool, doc->ways->streams);
}

bool
document_open_spool(struct document *doc)
{
	return doc->ways->streams == 0 || spool_open(&doc->spool);
}

void
document_flush(struct document *doc)
{
	if (doc->broken == 0 && doc->out.n > 0 &&
	    !doc->write(doc->owner, buf_view(&doc->out)))
		doc->broken = errno;
	buf_reset(&doc->out, 2 * WRITE_TOGETHER);
}

static bool
is_guarded(const struct document *doc)
{
	return doc->choice.workflow && doc->ways->marks != NULL;
}

bool
document_is_plain(const struct document *doc)
{
	return doc->ways->place == NULL && !is_guarded(doc);
}

/* What is written at once begins a line. */
static struct str
guarded(struct arena *a, const struct document *doc, struct str text)
{
	if (!is_guarded(doc))
		return text;
	return workflow_safe_as(a, text, doc->ways->marks);
}

void
document_write(struct document *doc, struct str text)
{
	struct arena a = { 0 };

	doc->octets += text.n;
	buf_str(&doc->out, guarded(&a, doc, text));
	arena_free(&a);
	if (doc->out.n >= WRITE_TOGETHER)
		document_flush(doc);
}

void
document_keep(struct document *doc, unsigned stream, struct str text)
{
	spool_put(&doc->spool, stream, text);
}

static bool
write_on(void *owner, struct str text)
{
	struct document *doc = owner;

	document_write(doc, text);
	return doc->broken == 0;
}

void
document_release(struct document *doc, unsigned stream)
{
	spool_read(&doc->spool, stream, write_on, doc);
}

void
document_begin(struct document *doc)
{
	if (doc->ways->begin != NULL)
		doc->ways->begin(doc);
}

size_t
piece_begin(struct buf *out, unsigned stream)
{
	struct piece_head head = { .stream = stream };
	size_t begun = out->n;

	buf_str(out, (struct str){ (const char *)&head, sizeof(head) });
	return begun;
}

void
piece_end(struct buf *out, size_t begun)
{
	struct piece_head head;

	memcpy(&head, out->s + begun, sizeof(head));
	head.n = (uint32_t)(out->n - begun - sizeof(head));
	memcpy(out->s + begun, &head, sizeof(head));
}

/* Parts have no pieces: as they are, and at once. */
static void
put_plain(struct document *doc, struct str parts)
{
	struct arena a = { 0 };

	document_flush(doc);
	if (doc->broken == 0 &&
	    !doc->write(doc->owner, guarded(&a, doc, parts)))
		doc->broken = errno;
	arena_free(&a);
}

void
document_put(struct document *doc, struct str parts)
{
	struct piece_head head;

	if (doc->ways->place == NULL) {
		put_plain(doc, parts);
		return;
	}
	while (parts.n > 0) {
		memcpy(&head, parts.s, sizeof(head));
		parts = str_from(parts, sizeof(head));
		doc->ways->place(doc, head.stream, str_to(parts, head.n));
		parts = str_from(parts, head.n);
	}
	document_flush(doc);
}

bool
document_end(struct document *doc)
{
	if (doc->ways->end != NULL)
		doc->ways->end(doc);
	document_flush(doc);
	errno = doc->broken != 0 ? doc->broken : doc->spool.broken;
	return errno == 0;
}

void
document_free(struct document *doc)
{
	buf_free(&doc->out);
	spool_free(&doc->spool);
}

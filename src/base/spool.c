#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/spool.h"

enum { BLOCK = 16 * 1024 };

/* A block of the file: it is full, and the stream goes on elsewhere. */
struct block {
	uint64_t next;
	char text[BLOCK - sizeof(uint64_t)];
};

void
spool_init(struct spool *s, unsigned nstreams)
{
	*s = (struct spool){ .fd = -1, .n = nstreams };
	if (nstreams > 0)
		s->streams = mem_new(nstreams, sizeof(*s->streams));
}

static uint64_t
set_aside(struct spool *s)
{
	uint64_t at = s->end;

	s->end += sizeof(struct block);
	return at;
}

bool
spool_open(struct spool *s)
{
	const char *directory = getenv("TMPDIR");
	struct buf path = { 0 };

	buf_text(&path,
	    directory != NULL && directory[0] != '\0' ? directory : "/tmp");
	buf_str(&path, S("/mailpreflight.XXXXXX\0"));
	s->fd = mkstemp(path.s);
	if (s->fd >= 0) {
		unlink(path.s);
		fcntl(s->fd, F_SETFD, FD_CLOEXEC);
	}
	buf_free(&path);
	for (unsigned i = 0; i < s->n; i++)
		s->streams[i].first = s->streams[i].next = set_aside(s);
	return s->fd >= 0;
}

static void
write_block(struct spool *s, uint64_t at, const struct block *block)
{
	const char *from = (const char *)block;

	for (size_t done = 0; done < sizeof(*block) && s->broken == 0;) {
		ssize_t n = pwrite(s->fd, from + done, sizeof(*block) - done,
		    (off_t)(at + done));

		if (n < 0 && errno != EINTR)
			s->broken = errno;
		if (n > 0)
			done += (size_t)n;
	}
}

static bool
read_block(struct spool *s, uint64_t at, struct block *block)
{
	char *to = (char *)block;

	for (size_t done = 0; done < sizeof(*block) && s->broken == 0;) {
		ssize_t n = pread(s->fd, to + done, sizeof(*block) - done,
		    (off_t)(at + done));

		if (n == 0)
			s->broken = EIO;
		if (n < 0 && errno != EINTR)
			s->broken = errno;
		if (n > 0)
			done += (size_t)n;
	}
	return s->broken == 0;
}

/* Moves full blocks to the file. */
static void
spill(struct spool *s, struct spool_stream *stream)
{
	struct block block;
	size_t done = 0;

	for (; stream->last.n - done >= sizeof(block.text);
	     done += sizeof(block.text)) {
		uint64_t at = stream->next;

		stream->next = block.next = set_aside(s);
		memcpy(block.text, stream->last.s + done, sizeof(block.text));
		write_block(s, at, &block);
	}
	stream->last.n -= done;
	memmove(stream->last.s, stream->last.s + done, stream->last.n);
	if (stream->last.cap > 4 * (size_t)BLOCK) {
		struct buf rest = { 0 };

		buf_str(&rest, buf_view(&stream->last));
		buf_free(&stream->last);
		stream->last = rest;
	}
}

void
spool_put(struct spool *s, unsigned stream, struct str text)
{
	struct spool_stream *to = &s->streams[stream];

	to->nputs++;
	buf_str(&to->last, text);
	if (s->fd >= 0 && to->last.n >= sizeof(((struct block *)0)->text))
		spill(s, to);
}

void
spool_read(struct spool *s, unsigned stream,
    bool (*take)(void *owner, struct str text), void *owner)
{
	const struct spool_stream *from = &s->streams[stream];
	struct block block;
	uint64_t at = from->first;

	for (; at != from->next; at = block.next)
		if (!read_block(s, at, &block) ||
		    !take(
			owner, (struct str){ block.text, sizeof(block.text) }))
			return;
	if (from->last.n > 0)
		take(owner, buf_view(&from->last));
}

void
spool_free(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	for (unsigned i = 0; i < s->n; i++)
		buf_free(&s->streams[i].last);
	free(s->streams);
	*s = (struct spool){ .fd = -1 };
}

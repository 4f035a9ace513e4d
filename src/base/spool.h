/*
 * spool.h - text that waits: several streams, each read once it is complete.
 *
 * What is more than a block of a stream goes to one temporary file, in blocks
 * that each name the next of their stream; it has no name, and is gone with
 * the process.  Without the file everything stays in memory.  That the file
 * cannot be written or read is seen in broken, an errno, and nothing else.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct spool_stream {
	struct buf last; /* what is not in the file */
	uint64_t first;  /* where its first block is to stand */
	uint64_t next;   /* and its next */
	uint64_t nputs;  /* texts that were put */
};

struct spool {
	int fd; /* -1: none */
	unsigned n;
	struct spool_stream *streams;
	uint64_t end; /* of the file, and of what is set aside in it */
	int broken;
};

void spool_init(struct spool *s, unsigned nstreams);

/* In $TMPDIR, or /tmp.  False, and errno, if there can be no file. */
bool spool_open(struct spool *s);

void spool_put(struct spool *s, unsigned stream, struct str text);

/* Hands out all of a stream, piece after piece; stops where take() says false.
 * Nothing may be put to it afterwards. */
void spool_read(struct spool *s, unsigned stream,
    bool (*take)(void *owner, struct str text), void *owner);

void spool_free(struct spool *s);

#endif

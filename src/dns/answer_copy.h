/*
 * answer_copy.h - an answer in one block of memory, with all that it points
 * to: how the store keeps it.
 */
#ifndef ANSWER_COPY_H
#define ANSWER_COPY_H

#include <stddef.h>

#include "dns/answer.h"

/* A copy that free() gives back, but for the question, which it points to.
 * Its records are in canonical order: servers turn them around as they like,
 * and a report must not. */
struct answer *
answer_copy(const struct answer *from, const struct question *question);

/* What the copy takes. */
size_t answer_bytes(const struct answer *answer);

#endif

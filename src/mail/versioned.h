/*
 * versioned.h - TXT records that are lists of tags and begin with a version:
 * MTA-STS, TLS reporting, BIMI.
 */
#ifndef VERSIONED_H
#define VERSIONED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "dns/answer.h"

/* How many records of an answer begin with the version, "v=STSv1"; the text of
 * the first. */
size_t versioned_find(struct arena *a, const struct answer *answer,
    struct str version, struct str *text);

/* The value of a tag; false where the record has none, or is no list up to
 * there. */
bool versioned_tag(struct str text, struct str name, struct str *value);

#endif

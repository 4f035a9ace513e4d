/* file.h - files, whole or piece by piece. */
#ifndef FILE_H
#define FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Adds what is in the file at path, "-" being standard input, to b.  NULL, or
 * why not: a file of more than max octets, a directory, or what the system
 * says. */
const char *file_read(struct buf *b, const char *path, size_t max);

/* Calls with each piece of it instead, some KiB long and for the call alone,
 * also of a file that turns out to be too large. */
const char *file_each_piece(const char *path, size_t max,
    void (*take)(void *owner, struct str piece), void *owner);

/* file_read() of a regular file at or below a folder, wherever links lead, and
 * never standard input. */
const char *file_read_below(
    struct buf *b, const char *path, const char *folder, size_t max);

#endif

/*
 * mime_type.h - the Content-Type of a message or of a part of it (RFC 2045
 * section 5).
 */
#ifndef MIME_TYPE_H
#define MIME_TYPE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* RFC 2046 section 5.1.1. */
enum { MIME_BOUNDARY_MAX = 70 };

struct mime_type {
	struct str name;     /* in lower case: "multipart/report" */
	struct str boundary; /* empty: none, or a longer one than may be */
};

/* value: of the field, with its folds; what cannot be read is left empty. */
struct mime_type mime_type_read(struct arena *a, struct str value);

#endif

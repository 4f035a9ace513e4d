/*
 * value.h - facts as a tree of values that any format can print.
 *
 * Objects keep the order in which members were added.  Everything lives in
 * the arena that it was made in; text is a view and is not copied.
 */
#ifndef VALUE_H
#define VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_STR,
	VALUE_LIST,
	VALUE_OBJECT,
};

struct value {
	enum value_kind kind;
	const char *key; /* of a member of an object; else NULL */
	struct str str;
	int64_t number; /* VALUE_INT and VALUE_BOOL */
	struct value *first, *last, *next;
};

struct value *value_object(struct arena *a);

/* Add to an object under a key, or to a list with key NULL. */
void value_add_null(struct arena *a, struct value *to, const char *key);
void
value_add_bool(struct arena *a, struct value *to, const char *key, bool is);
void value_add_int(
    struct arena *a, struct value *to, const char *key, int64_t number);
void value_add_str(
    struct arena *a, struct value *to, const char *key, struct str text);
struct value *
value_add_list(struct arena *a, struct value *to, const char *key);
struct value *
value_add_object(struct arena *a, struct value *to, const char *key);

#endif

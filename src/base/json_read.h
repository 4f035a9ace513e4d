/* json_read.h - JSON text as a tree of values. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "base/value.h"

struct json_mistake {
	unsigned line, column; /* from 1 */
	struct str what;       /* raw */
};

/* NULL, and *mistake is set, where the text is not one value of JSON, or an
 * object has a member twice.  A number that is no integer is its text. */
struct value *
json_read(struct arena *a, struct str text, struct json_mistake *mistake);

/* The member of an object; NULL where there is none, and of what is none. */
const struct value *value_get(const struct value *object, const char *key);

/* The text of a string; s is NULL for anything else. */
struct str value_text(const struct value *value);

/* Whether there is a value, and it is not null. */
bool value_is_there(const struct value *value);

/* Whether it is the boolean true. */
bool value_is_true(const struct value *value);

#endif

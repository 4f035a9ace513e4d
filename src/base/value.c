#include <stddef.h>

#include "base/value.h"

struct value *
value_object(struct arena *a)
{
	struct value *v = arena_new(a, struct value);

	v->kind = VALUE_OBJECT;
	return v;
}

static struct value *
add(struct arena *a, struct value *to, const char *key, enum value_kind kind)
{
	struct value *v = arena_new(a, struct value);

	v->kind = kind;
	v->key = key;
	*(to->last != NULL ? &to->last->next : &to->first) = v;
	to->last = v;
	return v;
}

void
value_add_null(struct arena *a, struct value *to, const char *key)
{
	add(a, to, key, VALUE_NULL);
}

void
value_add_bool(struct arena *a, struct value *to, const char *key, bool is)
{
	add(a, to, key, VALUE_BOOL)->number = is;
}

void
value_add_int(
    struct arena *a, struct value *to, const char *key, int64_t number)
{
	add(a, to, key, VALUE_INT)->number = number;
}

void
value_add_str(
    struct arena *a, struct value *to, const char *key, struct str text)
{
	add(a, to, key, VALUE_STR)->str = text;
}

struct value *
value_add_list(struct arena *a, struct value *to, const char *key)
{
	return add(a, to, key, VALUE_LIST);
}

struct value *
value_add_object(struct arena *a, struct value *to, const char *key)
{
	return add(a, to, key, VALUE_OBJECT);
}

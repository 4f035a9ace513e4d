#include <jansson.h>

#include "base/json_read.h"

static void
add(struct arena *a, struct value *to, const char *key, json_t *from);

static void
add_object(struct arena *a, struct value *to, const char *key, json_t *from)
{
	struct value *object = value_add_object(a, to, key);
	void *at = json_object_iter(from);

	for (; at != NULL; at = json_object_iter_next(from, at))
		add(a, object, arena_str(a, str_of(json_object_iter_key(at))).s,
		    json_object_iter_value(at));
}

static void
add_list(struct arena *a, struct value *to, const char *key, json_t *from)
{
	struct value *list = value_add_list(a, to, key);

	for (size_t i = 0; i < json_array_size(from); i++)
		add(a, list, NULL, json_array_get(from, i));
}

static void
add(struct arena *a, struct value *to, const char *key, json_t *from)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		add_object(a, to, key, from);
		break;
	case JSON_ARRAY:
		add_list(a, to, key, from);
		break;
	case JSON_STRING:
		value_add_str(a, to, key,
		    arena_str(a,
			(struct str){ json_string_value(from),
			    json_string_length(from) }));
		break;
	case JSON_INTEGER:
		value_add_int(a, to, key, json_integer_value(from));
		break;
	case JSON_REAL:
		value_add_str(a, to, key,
		    arena_printf(a, "%.17g", json_real_value(from)));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		value_add_bool(a, to, key, json_is_true(from));
		break;
	case JSON_NULL:
		value_add_null(a, to, key);
		break;
	}
}

struct value *
json_read(struct arena *a, struct str text, struct json_mistake *mistake)
{
	struct value *list = value_object(a);
	json_error_t error;
	json_t *tree = json_loadb(text.s, text.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

	if (tree == NULL) {
		*mistake = (struct json_mistake){
			.line = error.line > 0 ? (unsigned)error.line : 1,
			.column = error.column > 0 ? (unsigned)error.column : 1,
			.what = arena_str(a, str_of(error.text)),
		};
		return NULL;
	}
	add(a, list, "", tree);
	json_decref(tree);
	return list->first;
}

const struct value *
value_get(const struct value *object, const char *key)
{
	if (object == NULL || object->kind != VALUE_OBJECT)
		return NULL;
	for (const struct value *v = object->first; v != NULL; v = v->next)
		if (str_eq(str_of(v->key), str_of(key)))
			return v;
	return NULL;
}

struct str
value_text(const struct value *value)
{
	if (value == NULL || value->kind != VALUE_STR)
		return (struct str){ 0 };
	return value->str;
}

bool
value_is_there(const struct value *value)
{
	return value != NULL && value->kind != VALUE_NULL;
}

bool
value_is_true(const struct value *value)
{
	return value != NULL && value->kind == VALUE_BOOL && value->number;
}

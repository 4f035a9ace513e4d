#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "members.h"

static const char *
text_of(const json_t *node, const char *key)
{
	return json_string_value(json_object_get(node, key));
}

/* "#/definitions/change" is a change. */
static const char *
kind_of(const json_t *node)
{
	const char *ref = text_of(node, "$ref");

	return ref != NULL ? strrchr(ref, '/') + 1 : NULL;
}

static int
is_object(const json_t *node)
{
	return json_object_size(json_object_get(node, "properties")) > 0;
}

/* "string", "string or null", ... */
static void
print_types(const json_t *types)
{
	if (json_is_string(types)) {
		printf("%s", json_string_value(types));
		return;
	}
	for (size_t i = 0; i < json_array_size(types); i++)
		printf("%s%s", i > 0 ? " or " : "",
		    json_string_value(json_array_get(types, i)));
}

static void
print_values(const json_t *values)
{
	for (size_t i = 0; i < json_array_size(values); i++) {
		const json_t *value = json_array_get(values, i);

		printf("%s%s", i > 0 ? ", " : "",
		    json_is_null(value) ? "null" : json_string_value(value));
	}
}

/* What a member is, in one line. */
static void
print_kind(const json_t *node)
{
	const json_t *ways = json_object_get(node, "anyOf");
	const json_t *items = json_object_get(node, "items");

	for (size_t i = 0; i < json_array_size(ways); i++) {
		printf("%s", i > 0 ? " or " : "");
		print_kind(json_array_get(ways, i));
	}
	if (ways != NULL)
		return;
	if (json_object_get(node, "const") != NULL) {
		const json_t *value = json_object_get(node, "const");

		printf("%s",
		    json_is_true(value) ? "true" : json_string_value(value));
	} else if (json_object_get(node, "enum") != NULL) {
		print_values(json_object_get(node, "enum"));
	} else if (kind_of(node) != NULL) {
		printf("%s", kind_of(node));
	} else if (items != NULL) {
		printf("list of ");
		print_kind(items);
		printf("%s",
		    json_is_array(json_object_get(node, "type")) ? ", or null"
								 : "");
	} else {
		print_types(json_object_get(node, "type"));
	}
}

static void print_members(const json_t *object);

static void
print_member(const char *name, const json_t *node)
{
	const char *text = text_of(node, "description");
	const json_t *inner = node;

	printf(".It Li %s Pq ", name);
	print_kind(node);
	printf("\n%s%s", text != NULL ? text : "", text != NULL ? "\n" : "");
	if (json_object_get(node, "items") != NULL)
		inner = json_object_get(node, "items");
	if (is_object(inner))
		print_members(inner);
}

static void
print_members(const json_t *object)
{
	json_t *properties = json_object_get(object, "properties"), *node;
	const char *name;

	puts(".Bl -tag -width 2n -compact");
	json_object_foreach(properties, name, node)
	{
		print_member(name, node);
	}
	puts(".El");
}

int
members_print(const char *path)
{
	json_t *schema = json_load_file(path, 0, NULL), *node;
	const char *name;

	if (schema == NULL)
		return 0;
	print_members(schema);
	json_object_foreach(json_object_get(schema, "definitions"), name, node)
	{
		const char *text = text_of(node, "description");

		if (!is_object(node))
			continue;
		printf(".Ss %s\n", name);
		if (text != NULL)
			printf("%s\n.Pp\n", text);
		print_members(node);
	}
	json_decref(schema);
	return 1;
}

#include <jansson.h>

#include "base/date.h"
#include "base/escape.h"
#include "base/file.h"
#include "cli/nearest.h"
#include "cli/waivers.h"

enum { OCTETS_MAX = 16 * 1024 * 1024 };

static const struct {
	struct str key;
	size_t at; /* in struct waiver */
	bool is_required;
} members[] = {
	{ STR("code"), offsetof(struct waiver, code), true },
	{ STR("subject"), offsetof(struct waiver, subject), false },
	{ STR("domain"), offsetof(struct waiver, domain), false },
	{ STR("reason"), offsetof(struct waiver, reason), true },
	{ STR("until"), offsetof(struct waiver, until), true },
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static struct str *
member(struct waiver *w, size_t i)
{
	return (struct str *)(void *)((char *)w + members[i].at);
}

/* MEMBERS: there is none of that name. */
static size_t
find_member(struct str key)
{
	size_t i = 0;

	while (i < MEMBERS && !str_eq(members[i].key, key))
		i++;
	return i;
}

static bool
read_members(
    struct arena *a, json_t *object, struct waiver *out, struct str *error)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
	{
		size_t i = find_member(str_of(key));

		if (i == MEMBERS) {
			*error = arena_printf(a, "'%.*s' is no member",
			    PSTR(excerpt(a, str_of(key), EXCERPT_COLUMNS)));
			return false;
		}
		if (!json_is_string(value)) {
			*error = arena_printf(a, "'%s' is no text", key);
			return false;
		}
		*member(out, i) = arena_str(a,
		    (struct str){
			json_string_value(value), json_string_length(value) });
	}
	for (size_t i = 0; i < MEMBERS; i++)
		if (members[i].is_required && member(out, i)->n == 0) {
			*error = arena_printf(
			    a, "'%s' is missing", members[i].key.s);
			return false;
		}
	return true;
}

/* A code, or a check's with ".*". */
static bool
is_code(struct str code)
{
	if (!str_ends(code, S(".*")))
		return finding_by_code(code) < FINDING_COUNT;
	code.n--;
	for (enum finding_id id = 0; id < FINDING_COUNT; id++)
		if (str_starts(str_of(finding_info[id].code), code))
			return true;
	return false;
}

static bool
check_values(
    struct arena *a, struct waiver *w, int64_t today, struct str *error)
{
	struct str *text = &w->domain;

	if (!is_code(w->code)) {
		*error = arena_printf(a, "code '%.*s': no such finding%.*s",
		    PSTR(excerpt(a, w->code, EXCERPT_COLUMNS)),
		    PSTR(nearest_code(a, w->code)));
		return false;
	}
	if (!date_parse(w->until, &w->until_day)) {
		*error = arena_printf(a, "until '%.*s': not YYYY-MM-DD",
		    PSTR(excerpt(a, w->until, EXCERPT_COLUMNS)));
		return false;
	}
	if (w->until_day > today + WAIVER_DAYS_MAX) {
		*error = arena_printf(a, "until '%.*s': over %d days ahead",
		    PSTR(w->until), WAIVER_DAYS_MAX);
		return false;
	}
	if (str_ends(*text, S(".")))
		text->n--;
	return true;
}

static bool
read_waiver(struct arena *a, json_t *object, int64_t today, struct waiver *out,
    struct str *error)
{
	if (!json_is_object(object)) {
		*error = S("no object");
		return false;
	}
	return read_members(a, object, out, error) &&
	    check_values(a, out, today, error);
}

/* {"waivers": [...]} and nothing else. */
static bool
read_list(struct arena *a, json_t *root, int64_t today, struct waivers *out,
    struct str *error)
{
	json_t *list = json_object_get(root, "waivers");

	if (!json_is_array(list) || json_object_size(root) != 1) {
		*error = S("no object with 'waivers', a list, alone");
		return false;
	}
	out->today = today;
	out->n = json_array_size(list);
	out->list = arena_array(a, out->n, struct waiver);
	for (size_t i = 0; i < out->n; i++)
		if (!read_waiver(a, json_array_get(list, i), today,
			&out->list[i], error)) {
			*error = arena_printf(
			    a, "waivers[%zu]: %.*s", i, PSTR(*error));
			return false;
		}
	return true;
}

struct waivers *
waivers_parse(
    struct arena *a, struct str text, int64_t today, struct str *error)
{
	struct waivers *out = arena_new(a, struct waivers);
	json_error_t why;
	json_t *root = json_loadb(text.s, text.n, JSON_REJECT_DUPLICATES, &why);
	bool ok = false;

	if (root == NULL)
		*error = arena_printf(a, "line %d, column %d: %s", why.line,
		    why.column, why.text);
	else
		ok = read_list(a, root, today, out, error);
	json_decref(root);
	return ok ? out : NULL;
}

struct waivers *
waivers_read(
    struct arena *a, const char *path, int64_t today, struct str *error)
{
	struct buf text = { .a = a };
	const char *why = file_read(&text, path, OCTETS_MAX);

	if (why != NULL) {
		*error = str_of(why);
		return NULL;
	}
	return waivers_parse(a, buf_view(&text), today, error);
}

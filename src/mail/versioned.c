#include "mail/versioned.h"
#include "mail/taglist.h"

/* The version, and then the end, a blank or a semicolon. */
static bool
begins_with(struct str text, struct str version)
{
	char c;

	if (!str_starts(text, version))
		return false;
	if (text.n == version.n)
		return true;
	c = text.s[version.n];
	return c == ';' || c == ' ' || c == '\t';
}

size_t
versioned_find(struct arena *a, const struct answer *answer, struct str version,
    struct str *text)
{
	size_t n = 0;

	for (size_t i = 0; i < answer->n; i++) {
		struct str joined = record_joined(a, &answer->records[i]);

		if (begins_with(joined, version) && n++ == 0)
			*text = joined;
	}
	return n;
}

bool
versioned_tag(struct str text, struct str name, struct str *value)
{
	struct taglist list = { .text = text };
	struct tag tag;

	while (taglist_next(&list, &tag))
		if (str_eq(tag.name, name)) {
			*value = tag.value;
			return true;
		}
	return false;
}

#include "mail/sts.h"
#include "base/escape.h"
#include "mail/versioned.h"

enum { ID_MAX = 32, KEY_MAX = 32, LINES_MAX = 4096 };

const char *
sts_record_fault(struct str text)
{
	struct str id;

	if (!versioned_tag(text, S("id"), &id))
		return "it has no id=";
	if (id.n == 0 || id.n > ID_MAX)
		return "its id= does not have 1 to 32 characters";
	for (size_t i = 0; i < id.n; i++)
		if (!byte_is_alnum(id.s[i]))
			return "its id= has more than letters and digits";
	return NULL;
}

/* What a policy's lines say; s is NULL where they do not. */
struct lines {
	struct str version, mode, max_age;
	struct sts_pattern *mx;
	size_t nmx;
};

/* Section 3.2: a letter or digit, and up to 31 of these and "_", "-", ".". */
static bool
is_key(struct str key)
{
	if (key.n == 0 || key.n > KEY_MAX || !byte_is_alnum(key.s[0]))
		return false;
	for (size_t i = 0; i < key.n; i++)
		if (!byte_is_alnum(key.s[i]) && key.s[i] != '_' &&
		    key.s[i] != '-' && key.s[i] != '.')
			return false;
	return true;
}

/* A host's name, as senders compare it: without a last dot. */
static bool
read_pattern(struct arena *a, struct str text, struct sts_pattern *out)
{
	out->is_wildcard = str_starts(text, S("*."));
	if (out->is_wildcard)
		text = str_from(text, 2);
	for (size_t i = 0; i < text.n; i++)
		if (!byte_is_alnum(text.s[i]) && text.s[i] != '-' &&
		    text.s[i] != '.' && text.s[i] != '_')
			return false;
	return !str_ends(text, S(".")) && name_parse(a, text, &out->name);
}

/* Of a key that stands twice the first counts. */
static void
put(struct str *to, struct str value)
{
	if (to->s == NULL)
		*to = value;
}

/* Keys that are not known are for others (section 3.2). */
static struct str
read_line(struct arena *a, struct str line, unsigned number, struct lines *out)
{
	size_t colon = str_find(line, ':');
	struct str key = str_to(line, colon), value;

	if (colon == line.n || !is_key(key))
		return arena_printf(a, "line %u, '%.*s', is not 'key: value'",
		    number, PSTR(excerpt(a, line, EXCERPT_COLUMNS)));
	value = str_trim(str_from(line, colon + 1));
	if (str_eq(key, S("version")))
		put(&out->version, value);
	else if (str_eq(key, S("mode")))
		put(&out->mode, value);
	else if (str_eq(key, S("max_age")))
		put(&out->max_age, value);
	else if (str_eq(key, S("mx")) &&
	    !read_pattern(a, value, &out->mx[out->nmx++]))
		return arena_printf(a, "its mx '%.*s' is no name of a host%s",
		    PSTR(excerpt(a, value, EXCERPT_COLUMNS)),
		    str_ends(value, S(".")) ? ", which has no last dot here"
					    : "");
	return S("");
}

/* Blank lines are none, whatever stands in them. */
static struct str
read_lines(struct arena *a, struct str text, struct lines *out)
{
	struct str line, fault;

	out->mx = arena_array(a, LINES_MAX, struct sts_pattern);
	for (unsigned number = 1; str_cut(&text, '\n', &line); number++) {
		if (number > LINES_MAX)
			return S("it has too many lines");
		if (str_ends(line, S("\r")))
			line = str_to(line, line.n - 1);
		if (str_trim(line).n == 0)
			continue;
		fault = read_line(a, line, number, out);
		if (fault.n > 0)
			return fault;
	}
	return S("");
}

const char *
sts_mode_text(enum sts_mode mode)
{
	static const char *const texts[] = {
		[STS_ENFORCE] = "enforce",
		[STS_TESTING] = "testing",
		[STS_NONE] = "none",
	};

	return texts[mode];
}

static bool
read_mode(struct str text, enum sts_mode *out)
{
	for (enum sts_mode mode = STS_ENFORCE; mode <= STS_NONE; mode++)
		if (str_eq(text, str_of(sts_mode_text(mode)))) {
			*out = mode;
			return true;
		}
	return false;
}

struct str
sts_policy_read(struct arena *a, struct str text, struct sts_policy *out)
{
	struct lines lines = { .mx = NULL };
	struct sts_policy policy = { .mode = STS_NONE };
	struct str fault = read_lines(a, text, &lines);

	if (fault.n > 0)
		return fault;
	if (!str_eq(lines.version, S("STSv1")))
		return lines.version.s == NULL ? S("it has no version")
					       : S("its version is not STSv1");
	if (lines.mode.s == NULL)
		return S("it has no mode");
	if (!read_mode(lines.mode, &policy.mode))
		return S("its mode is not enforce, testing or none");
	if (lines.max_age.s == NULL)
		return S("it has no max_age");
	if (!str_u32(lines.max_age, STS_MAX_AGE_MAX, &policy.max_age) ||
	    policy.max_age == 0)
		return S("its max_age is not a number from 1 to 31557600");
	if (lines.nmx == 0 && policy.mode != STS_NONE)
		return S("it has no mx");
	policy.mx = lines.mx;
	policy.nmx = lines.nmx;
	*out = policy;
	return S("");
}

bool
sts_policy_covers(const struct sts_policy *policy, struct name exchange)
{
	for (size_t i = 0; i < policy->nmx; i++) {
		struct sts_pattern mx = policy->mx[i];

		if (name_eq(mx.name,
			mx.is_wildcard ? name_parent(exchange) : exchange))
			return true;
	}
	return false;
}

struct str
sts_pattern_text(struct arena *a, struct sts_pattern pattern)
{
	return arena_printf(a, "%s%.*s", pattern.is_wildcard ? "*." : "",
	    PSTR(name_text(a, pattern.name)));
}

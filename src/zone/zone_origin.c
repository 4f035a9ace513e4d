#include "zone/zone_origin.h"

/* Endings of files that people keep zones in, and those of copies, which say
 * that the rest is not a name to trust. */
static const struct str endings[] = {
	STR(".zone"),
	STR(".db"),
	STR(".dns"),
	STR(".txt"),
	STR(".hosts"),
	STR(".bind"),
};
static const struct str copies[] = {
	STR(".new"),
	STR(".old"),
	STR(".bak"),
	STR(".orig"),
	STR(".tmp"),
	STR(".inc"),
	STR(".include"),
	STR(".conf"),
	STR(".json"),
	STR(".signed"),
};

static struct str
without_folder(struct str path)
{
	size_t slash = str_find_last(path, '/');

	return slash < path.n ? str_from(path, slash + 1) : path;
}

static bool
ends_nocase(struct str s, struct str end)
{
	return s.n >= end.n && str_eq_nocase(str_from(s, s.n - end.n), end);
}

static struct str
without_ending(struct str file)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (ends_nocase(file, endings[i]))
			return str_to(file, file.n - endings[i].n);
	return file;
}

static bool
is_copy(struct str file)
{
	for (size_t i = 0; i < sizeof(copies) / sizeof(copies[0]); i++)
		if (ends_nocase(file, copies[i]))
			return true;
	return false;
}

/* A host name of two labels or more whose last has a letter, as every name of
 * the top level has (RFC 1123 section 2.1). */
static bool
looks_like_domain(struct str text)
{
	size_t dot = str_find_last(text, '.');

	if (dot == 0 || dot + 1 >= text.n || !byte_is_alpha(text.s[dot + 1]))
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!byte_is_alnum(text.s[i]) && text.s[i] != '-' &&
		    text.s[i] != '.' && text.s[i] != '_')
			return false;
	return true;
}

bool
zone_origin_of_file(struct arena *a, struct str path, struct name *origin)
{
	struct str file = without_folder(path);
	struct str prefix = S("db.");

	if (str_starts_nocase(file, prefix)) {
		file = str_from(file, prefix.n);
		if (looks_like_domain(without_ending(file)))
			file = without_ending(file);
	} else {
		file = without_ending(file);
	}
	if (str_ends(file, S(".")))
		file = str_to(file, file.n - 1);
	return looks_like_domain(file) && !is_copy(file) &&
	    name_parse(a, file, origin);
}

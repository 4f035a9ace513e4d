#include "mail/psl.h"
#include "base/file.h"

/* What stands in front of a rule's name; a name can have all three. */
enum { PLAIN = 1, WILDCARD = 2, EXCEPTION = 4 };

/* Small, for there are ten thousand: a name's place in the text. */
struct rule {
	uint32_t at;
	uint16_t n;
	uint16_t kinds; /* 0: a free place */
};

struct psl {
	struct str text;
	struct rule *rules; /* open addressing */
	size_t mask;
};

/* FNV-1a; the list is ours, so nobody chooses collisions. */
static size_t
hash_of(struct str name)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < name.n; i++)
		hash = (hash ^ (unsigned char)name.s[i]) * 16777619U;
	return hash ^ hash >> 15;
}

/* The rule of that name, or the free place for it. */
static struct rule *
place_of(const struct psl *psl, struct str name)
{
	size_t at = hash_of(name) & psl->mask;

	for (;; at = (at + 1) & psl->mask) {
		struct rule *rule = &psl->rules[at];
		struct str known = str_from(psl->text, rule->at);

		if (rule->kinds == 0 || str_eq(str_to(known, rule->n), name))
			return rule;
	}
}

/* "com", "*.ck", "!www.ck"; the rest of a line behind a blank is a comment. */
static void
add_line(struct psl *psl, struct str line)
{
	unsigned kind = PLAIN;
	struct rule *rule;

	line = str_to(line, str_find(line, ' '));
	line = str_to(line, str_find(line, '\t'));
	if (str_ends(line, S("\r")))
		line.n--;
	if (str_starts(line, S("//")))
		return;
	if (str_starts(line, S("!"))) {
		kind = EXCEPTION;
		line = str_from(line, 1);
	} else if (str_starts(line, S("*."))) {
		kind = WILDCARD;
		line = str_from(line, 2);
	}
	if (line.n == 0 || line.n > NAME_MAX_OCTETS)
		return;
	rule = place_of(psl, line);
	rule->at = (uint32_t)(line.s - psl->text.s);
	rule->n = (uint16_t)line.n;
	rule->kinds = (uint16_t)(rule->kinds | kind);
}

const struct psl *
psl_parse(struct arena *a, struct str text)
{
	struct psl *psl = arena_new(a, struct psl);
	size_t lines = 1, size = 64;
	struct str line;

	for (size_t i = 0; i < text.n; i++)
		lines += text.s[i] == '\n';
	while (size < 2 * lines)
		size *= 2;
	psl->text = text;
	psl->rules = arena_array(a, size, struct rule);
	psl->mask = size - 1;
	while (str_cut(&text, '\n', &line))
		add_line(psl, line);
	return psl;
}

const struct psl *
psl_read(struct arena *a, const char *path)
{
	struct buf text = { .a = a };

	if (file_read(&text, path, PSL_MAX_OCTETS) != NULL)
		return NULL;
	return psl_parse(a, buf_view(&text));
}

static bool
has_a_label(struct str name)
{
	return str_starts(name, S("xn--")) ||
	    str_search(name, S(".xn--")) < name.n;
}

/* The labels of the public suffix that a name of n labels ends in.  The
 * longest rule counts, but an exception before all. */
static size_t
suffix_labels(const struct psl *psl, struct str name, size_t n)
{
	size_t longest = 1; /* the rule "*" holds where no other does */

	for (; n > 0; n--) {
		unsigned kinds = place_of(psl, name)->kinds;

		if ((kinds & EXCEPTION) != 0)
			return n - 1;
		if ((kinds & PLAIN) != 0 && n > longest)
			longest = n;
		if ((kinds & WILDCARD) != 0 && n + 1 > longest)
			longest = n + 1;
		name = str_from(name, str_find(name, '.') + 1);
	}
	return longest;
}

struct name
psl_org_domain(const struct psl *psl, struct arena *a, struct name name)
{
	struct str text = name_text(a, name);

	/* An escaped dot would be taken for one between labels. */
	if (has_a_label(text) || str_find(text, '\\') < text.n)
		return (struct name){ 0 };
	return name_last(name, suffix_labels(psl, text, name_labels(name)) + 1);
}

#include "cli/batch_line.h"
#include "base/escape.h"
#include "cli/batch_json.h"
#include "cli/nearest.h"
#include "cli/typed.h"

/* Values in a list: addresses, selectors. */
enum { VALUES_MAX = 64 };

static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && rest->s[n] != ' ' && rest->s[n] != '\t')
		n++;
	*word = str_to(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0;
}

static bool
read_list(struct arena *a, struct str text, const struct str **list, size_t *n)
{
	struct str *values = arena_array(a, VALUES_MAX, struct str);

	*n = 0;
	while (*n < VALUES_MAX && str_cut(&text, ',', &values[*n]))
		(*n)++;
	*list = values;
	return text.s == NULL;
}

/* The keys whose value is one text, and where it goes. */
static struct str *
find_key(struct request_text *out, struct str key)
{
	const struct {
		struct str key;
		struct str *value;
	} keys[] = {
		{ STR("host"), &out->host },
		{ STR("helo"), &out->helo },
		{ STR("mail-from"), &out->mail_from },
		{ STR("stage"), &out->stage },
		{ STR("profile"), &out->profile },
		{ STR("label"), &out->label },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (str_eq(keys[i].key, key))
			return keys[i].value;
	return NULL;
}

/* "; did you mean 'host='?", or nothing. */
static struct str
nearest_setting(struct arena *a, struct str key)
{
	static const struct str keys[] = { STR("host="), STR("helo="),
		STR("mail-from="), STR("stage="), STR("profile="),
		STR("label="), STR("selector=") };
	struct nearest near =
	    nearest_begin(arena_printf(a, "%.*s=", PSTR(str_to(key, 99))));

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		nearest_try(&near, keys[i]);
	return nearest_text(a, &near, "");
}

static bool
read_setting(struct arena *a, struct str word, struct request_text *out,
    struct str *error)
{
	size_t equals = str_find(word, '=');
	struct str key = str_to(word, equals);
	struct str value = str_from(word, equals + 1);
	struct str *to = find_key(out, key);

	if (equals < word.n && to != NULL) {
		if (to->s != NULL) {
			*error =
			    arena_printf(a, "%.*s= is given twice", PSTR(key));
			return false;
		}
		*to = value;
		return true;
	}
	if (equals < word.n && str_eq(key, S("selector"))) {
		if (out->selectors == NULL &&
		    read_list(a, value, &out->selectors, &out->nselectors))
			return true;
		*error = S("selector= is given twice, or has too many");
		return false;
	}
	*error = arena_printf(a, "'%.*s' is no setting%.*s",
	    PSTR(excerpt(a, word, EXCERPT_COLUMNS)),
	    PSTR(nearest_setting(a, key)));
	return false;
}

static bool
read_ips(struct arena *a, struct str word, struct request_text *out,
    struct str *error)
{
	if (out->ips != NULL)
		*error = arena_printf(a,
		    "'%.*s': several addresses are joined by commas",
		    PSTR(excerpt(a, word, EXCERPT_COLUMNS)));
	else if (!read_list(a, word, &out->ips, &out->nips))
		*error = S("too many addresses");
	else
		return true;
	return false;
}

/* The domain and the addresses, in either order, then the settings. */
static bool
read_words(struct arena *a, struct str line, struct request_text *out,
    struct str *error)
{
	struct str word;

	while (next_word(&line, &word)) {
		bool is_plain = str_find(word, '=') == word.n, ok = true;

		if (typed_is_ip(word) ||
		    (is_plain && out->domain.s != NULL && out->ips == NULL))
			ok = read_ips(a, word, out, error);
		else if (is_plain && out->domain.s == NULL)
			out->domain = word;
		else
			ok = read_setting(a, word, out, error);
		if (!ok)
			return false;
	}
	return true;
}

/* A comment starts at the line's or a word's beginning. */
static struct str
without_comment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] == '#' &&
		    (i == 0 || line.s[i - 1] == ' ' || line.s[i - 1] == '\t'))
			return str_to(line, i);
	return line;
}

enum batch_line
batch_line_parse(struct arena *a, struct str line, struct request_text *out,
    struct str *error)
{
	bool ok;

	*out = (struct request_text){ 0 };
	if (line.n > BATCH_LINE_MAX) {
		*error = S("the line is too long");
		return BATCH_LINE_BAD;
	}
	if (str_ends(line, S("\r")))
		line.n--;
	line = str_trim(line);
	if (line.n == 0 || line.s[0] == '#')
		return BATCH_LINE_EMPTY;
	ok = line.s[0] == '{'
	    ? batch_json_parse(a, line, out, error)
	    : read_words(a, without_comment(line), out, error);
	return ok ? BATCH_LINE_SENDER : BATCH_LINE_BAD;
}

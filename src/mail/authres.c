#include "mail/authres.h"
#include "mail/hop.h"

/* More than any receiver writes. */
enum { RESULTS_MAX = 64 };

/* Passes over a comment, which may hold others; at stands at its "(". */
static size_t
behind_comment(struct str text, size_t at)
{
	size_t depth = 0;

	for (; at < text.n; at++) {
		if (text.s[at] == '\\')
			at++;
		else if (text.s[at] == '(')
			depth++;
		else if (text.s[at] == ')' && --depth == 0)
			return at + 1;
	}
	return text.n;
}

/* Adds what stands between quotes, with no octet in it that separates; at
 * is past the first quote. */
static size_t
add_quoted(struct buf *b, struct str text, size_t at)
{
	for (; at < text.n && text.s[at] != '"'; at++) {
		if (text.s[at] == '\\' && at + 1 < text.n)
			at++;
		buf_byte(
		    b, str_find(S(" \t;="), text.s[at]) < 4 ? '_' : text.s[at]);
	}
	return at < text.n ? at + 1 : at;
}

/* The value without comments, quotes and folds, and with no blank around "=".
 */
static struct str
plain(struct arena *a, struct str value)
{
	struct str text = message_unfold(a, value);
	struct buf b = { .a = a };
	size_t at = 0;

	while (at < text.n) {
		char c = text.s[at];

		if (c == '(') {
			at = behind_comment(text, at);
			c = ' ';
		} else if (c == '"') {
			at = add_quoted(&b, text, at + 1);
			continue;
		} else {
			at++;
		}
		if (c == '\t')
			c = ' ';
		if (c == '=')
			while (b.n > 0 && b.s[b.n - 1] == ' ')
				b.n--;
		if (c == ' ' &&
		    (b.n == 0 || b.s[b.n - 1] == ' ' || b.s[b.n - 1] == '='))
			continue;
		buf_byte(&b, c);
	}
	return arena_lower(a, str_trim(buf_view(&b)));
}

/* "spf/1=pass": the method without its version. */
static bool
read_method(struct str word, struct authres_result *out)
{
	struct str method;

	if (str_find(word, '=') == word.n)
		return false;
	str_cut(&word, '=', &method);
	out->method = str_to(method, str_find(method, '/'));
	out->result = word;
	return out->method.n > 0 && out->result.n > 0;
}

/* The domain of an address or of a domain alone. */
static struct str
domain_of(struct str value)
{
	size_t at = value.n;

	while (at > 0 && value.s[at - 1] != '@')
		at--;
	value = str_from(value, at);
	if (str_ends(value, S(">")))
		value.n--;
	if (str_ends(value, S(".")))
		value.n--;
	return str_starts(value, S("<")) ? str_from(value, 1) : value;
}

static const struct {
	struct str method, property;
} subjects[] = {
	/* The better one first. */
	{ STR("spf"), STR("smtp.mailfrom") },
	{ STR("spf"), STR("smtp.mail") },
	{ STR("spf"), STR("smtp.helo") },
	{ STR("dkim"), STR("header.d") },
	{ STR("dkim"), STR("header.i") },
	{ STR("dmarc"), STR("header.from") },
};

static struct str
property(struct str words, struct str name)
{
	struct str word, key;

	while (str_cut(&words, ' ', &word))
		if (str_cut(&word, '=', &key) && str_eq(key, name))
			return word;
	return S("");
}

static void
read_properties(struct str words, struct authres_result *out)
{
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		if (out->domain.n == 0 &&
		    str_eq(out->method, subjects[i].method))
			out->domain =
			    domain_of(property(words, subjects[i].property));
	out->selector = property(words, S("header.s"));
}

struct authres
authres_read(struct arena *a, struct str value)
{
	struct authres_result *results =
	    arena_array(a, RESULTS_MAX, struct authres_result);
	struct authres out = { .results = results };
	struct str rest = plain(a, value), part, word;
	bool is_first = true;

	while (str_cut(&rest, ';', &part) && out.n < RESULTS_MAX) {
		struct authres_result *result = &results[out.n];

		part = str_trim(part);
		str_cut(&part, ' ', &word);
		if (read_method(word, result)) {
			read_properties(part, result);
			out.n++;
		} else if (is_first) {
			out.server = word;
		}
		is_first = false;
	}
	return out;
}

bool
authres_find(struct arena *a, const struct message_head *head,
    const struct psl *psl, struct str by, struct authres *out)
{
	const struct message_field *field;

	for (size_t i = 0; (field = message_find(
				head, S("authentication-results"), i)) != NULL;
	     i++) {
		struct authres read = authres_read(a, field->value);

		if (read.n > 0 && by.n > 0 &&
		    (read.server.n == 0 ? i == 0
					: str_eq_nocase(read.server, by) ||
				hop_is_same_organization(
				    a, psl, read.server, by))) {
			*out = read;
			return true;
		}
	}
	return false;
}

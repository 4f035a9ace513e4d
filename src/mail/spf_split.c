#include "mail/spf_split.h"
#include "base/buf.h"

static bool
is_sign(char c)
{
	return str_find(S("+-?~"), c) < 4;
}

/* A term that says what it is wherever it starts. */
static bool
starts_plainly(struct str text)
{
	static const struct str starts[] = {
		STR("include:"),
		STR("ip4:"),
		STR("ip6:"),
		STR("exists:"),
		STR("redirect="),
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts_nocase(text, starts[i]))
			return true;
	return false;
}

bool
spf_joined_term(const struct spf_term *term, size_t *second)
{
	size_t spec = (size_t)(term->spec.s - term->text.s);

	if (term->spec.n == 0 || term->kind == SPF_UNKNOWN)
		return false;
	for (size_t at = 1; at < term->spec.n; at++)
		if (starts_plainly(str_from(term->spec, at))) {
			*second = spec + at;
			return true;
		}
	if (!str_ends(term->spec, S("-all")) || term->spec.n == 4)
		return false;
	*second = spec + term->spec.n - 4;
	return true;
}

/* Splits text at the starts of terms; a sign belongs to the term behind it. */
struct splitter {
	struct str text;
	unsigned tries; /* left */
	size_t n, ends[32];
};

static bool
may_start(struct str text, const struct spf_term *before)
{
	static const struct str bare[] = { STR("all"), STR("mx"), STR("ptr"),
		STR("a") };
	bool is_signed = text.n > 0 && is_sign(text.s[0]);
	struct str term = str_from(text, is_signed ? 1 : 0);

	if (starts_plainly(term) ||
	    (is_signed && str_eq_nocase(term, S("all"))))
		return true;
	/* Behind a domain, these are its letters. */
	if (before->spec.n > 0)
		return false;
	for (size_t i = 0; i < sizeof(bare) / sizeof(bare[0]); i++)
		if (str_starts_nocase(term, bare[i]))
			return true;
	return false;
}

static bool
split_from(struct splitter *s, size_t at)
{
	if (at == s->text.n)
		return s->n > 1;
	if (s->n == sizeof(s->ends) / sizeof(s->ends[0]))
		return false;
	for (size_t end = at + 1; end <= s->text.n && s->tries > 0; end++) {
		struct str part = str_to(str_from(s->text, at), end - at);
		struct spf_term term;

		s->tries--;
		term = spf_term_parse(part, 0);
		if (term.err != SPF_ERROR_OK || term.kind == SPF_UNKNOWN)
			continue;
		if (end < s->text.n &&
		    !may_start(str_from(s->text, end), &term))
			continue;
		s->ends[s->n++] = end;
		if (split_from(s, end))
			return true;
		s->n--;
	}
	return false;
}

bool
spf_split_terms(struct arena *a, struct str text, struct str *out)
{
	enum { TRIES_MAX = 2000, TERMS_OCTETS_MAX = 512 };
	struct splitter s = { .text = text, .tries = TRIES_MAX };
	struct buf b = { .a = a };
	size_t at = 0;

	if (text.n > TERMS_OCTETS_MAX || !split_from(&s, 0))
		return false;
	for (size_t i = 0; i < s.n; at = s.ends[i++]) {
		buf_text(&b, i > 0 ? " " : "");
		buf_str(&b, str_to(str_from(text, at), s.ends[i] - at));
	}
	*out = buf_view(&b);
	return true;
}

#include "mail/spf_meant.h"
#include "base/buf.h"
#include "mail/spf_misspelt.h"
#include "mail/spf_slip.h"
#include "mail/spf_split.h"

enum {
	SLIPS_MAX = 3,    /* in one term: "ipv4:192.0.2/024" */
	OCTETS_MAX = 512, /* of a term that is worth a guess */
};

/* Legal, known, and one term alone. */
static bool
is_sound(struct str text)
{
	struct spf_term term = spf_term_parse(text, 0);
	size_t second;

	return text.n > 0 && term.err == SPF_ERROR_OK &&
	    str_find(text, ' ') == text.n && !spf_joined_term(&term, &second) &&
	    str_search(term.spec, S("://")) == term.spec.n &&
	    str_find(term.spec, '"') == term.spec.n &&
	    str_find(term.spec, '<') == term.spec.n;
}

static bool
meant_by(struct arena *a, struct str text, int slips, struct str *out);

/* Several terms, each with what was meant by it. */
static bool
all_meant_by(struct arena *a, struct str text, int slips, struct str *out)
{
	struct buf b = { .a = a };
	struct str part, one;

	while (str_cut(&text, ' ', &part)) {
		if (part.n == 0)
			continue;
		if (!meant_by(a, part, slips, &one))
			return false;
		buf_text(&b, b.n > 0 ? " " : "");
		buf_str(&b, one);
	}
	*out = buf_view(&b);
	return b.n > 0;
}

static bool
meant_by(struct arena *a, struct str text, int slips, struct str *out)
{
	struct spf_term term = spf_term_parse(text, 0);
	struct str guess;

	if (is_sound(text)) {
		*out = text;
		return true;
	}
	if (slips == SLIPS_MAX || text.n > OCTETS_MAX || text.n == 0)
		return false;
	for (size_t i = 0; i < spf_slips(); i++)
		if (spf_slip(a, &term, i, &guess) &&
		    all_meant_by(a, guess, slips + 1, out))
			return true;
	return false;
}

/* "ip4: 192.0.2.1", "- all", "include a.example": one space too many. */
static bool
meant_by_two(struct arena *a, const struct spf_term *term, struct str *meant)
{
	const struct spf_term *next = term + 1;

	*meant =
	    arena_printf(a, "%.*s%.*s", PSTR(term->text), PSTR(next->text));
	if (is_sound(*meant) &&
	    (next->err != SPF_ERROR_OK || term->text.n == 1))
		return true;
	if ((term->kind != SPF_INCLUDE && term->kind != SPF_EXISTS &&
		term->kind != SPF_IP4 && term->kind != SPF_IP6) ||
	    !str_ends(term->text, term->name))
		return false;
	*meant =
	    arena_printf(a, "%.*s:%.*s", PSTR(term->text), PSTR(next->text));
	return next->err != SPF_ERROR_OK && is_sound(*meant);
}

bool
spf_meant_term(struct arena *a, const struct spf_record *record, size_t at,
    struct str *meant, size_t *nterms)
{
	const struct spf_term *term = &record->terms[at];
	struct str guess;

	if (at + 1 < record->n && term->text.n <= OCTETS_MAX &&
	    term[1].text.n <= OCTETS_MAX && meant_by_two(a, term, &guess)) {
		*meant = guess;
		*nterms = 2;
		return true;
	}
	if (term->err == SPF_ERROR_TWICE || !meant_by(a, term->text, 0, &guess))
		return false;
	*meant = guess;
	*nterms = 1;
	return true;
}

bool
spf_meant_mechanism(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str guess;
	struct spf_term as_mechanism;

	if (term->kind != SPF_UNKNOWN || term->qualifier != 0 ||
	    term->spec.n == 0 || term->text.n > OCTETS_MAX)
		return false;
	guess =
	    arena_printf(a, "%.*s:%.*s", PSTR(term->name), PSTR(term->spec));
	as_mechanism = spf_term_parse(guess, 0);
	if (as_mechanism.err == SPF_ERROR_MECHANISM &&
	    !spf_misspelt(a, &as_mechanism, &guess))
		return false;
	if (!meant_by(a, guess, SLIPS_MAX - 1, &guess) ||
	    spf_term_parse(guess, 0).qualifier == 0)
		return false;
	*meant = guess;
	return true;
}

bool
spf_meant_url(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str guess;

	if (term->err != SPF_ERROR_OK || !spf_slip_url(a, term, &guess) ||
	    !meant_by(a, guess, SLIPS_MAX - 1, &guess))
		return false;
	*meant = guess;
	return true;
}

#include "mail/spf_record.h"

/* What may follow a name. */
enum takes {
	TAKES_NOTHING,
	TAKES_DOMAIN,            /* ":" domain-spec */
	TAKES_OPTIONAL_DOMAIN,   /* [ ":" domain-spec ] */
	TAKES_DOMAIN_AND_LENGTH, /* [ ":" domain-spec ] [ dual-cidr-length ] */
	TAKES_IP4,
	TAKES_IP6,
};

static const struct {
	struct str name;
	enum spf_kind kind;
	enum takes takes;
} mechanisms[] = {
	{ STR("all"), SPF_ALL, TAKES_NOTHING },
	{ STR("include"), SPF_INCLUDE, TAKES_DOMAIN },
	{ STR("a"), SPF_A, TAKES_DOMAIN_AND_LENGTH },
	{ STR("mx"), SPF_MX, TAKES_DOMAIN_AND_LENGTH },
	{ STR("ptr"), SPF_PTR, TAKES_OPTIONAL_DOMAIN },
	{ STR("ip4"), SPF_IP4, TAKES_IP4 },
	{ STR("ip6"), SPF_IP6, TAKES_IP6 },
	{ STR("exists"), SPF_EXISTS, TAKES_DOMAIN },
};

static const struct str version = STR("v=spf1");

bool
spf_is_record(struct str text)
{
	return str_starts_nocase(text, version) &&
	    (text.n == version.n || text.s[version.n] == ' ');
}

bool
spf_is_mechanism(const struct spf_term *term)
{
	return term->qualifier != 0;
}

bool
spf_costs_lookup(const struct spf_term *term)
{
	switch (term->kind) {
	case SPF_INCLUDE:
	case SPF_A:
	case SPF_MX:
	case SPF_PTR:
	case SPF_EXISTS:
	case SPF_REDIRECT:
		return true;
	case SPF_ALL:
	case SPF_IP4:
	case SPF_IP6:
	case SPF_EXP:
	case SPF_UNKNOWN:
		break;
	}
	return false;
}

bool
spf_term_uses(const struct spf_term *term, char letter)
{
	return (term->macros >> (letter - 'a') & 1U) != 0;
}

/* part is a view into the term's text. */
static void
reject(struct spf_term *term, struct str part, enum spf_error err)
{
	if (term->err != SPF_ERROR_OK)
		return;
	term->err = err;
	term->err_at = term->at + (size_t)(part.s - term->text.s);
	term->err_n = part.n;
}

/* ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" )
 * alphanum ) */
static bool
is_toplabel(struct str label)
{
	bool has_letter = false, has_hyphen = false;

	for (size_t i = 0; i < label.n; i++) {
		has_letter |= byte_is_alpha(label.s[i]);
		has_hyphen |= label.s[i] == '-';
		if (!byte_is_alnum(label.s[i]) && label.s[i] != '-')
			return false;
	}
	return label.n > 0 && (has_letter || has_hyphen) && label.s[0] != '-' &&
	    label.s[label.n - 1] != '-';
}

/* What follows the last dot; with_dot is false where there is no dot. */
static struct str
last_label(struct str text, bool *with_dot)
{
	size_t at = text.n;

	while (at > 0 && text.s[at - 1] != '.')
		at--;
	*with_dot = at > 0;
	return str_from(text, at);
}

/* The end of a domain-spec that is not a macro: "." toplabel [ "." ] */
static bool
is_domain_end(struct str tail)
{
	bool with_dot;
	struct str label;

	if (str_ends(tail, S(".")))
		tail.n--;
	label = last_label(tail, &with_dot);
	return with_dot && is_toplabel(label);
}

static bool
has_bad_label(struct str domain)
{
	struct str label;

	if (str_ends(domain, S(".")))
		domain.n--;
	while (str_cut(&domain, '.', &label))
		if (label.n == 0 || label.n > LABEL_MAX_OCTETS)
			return true;
	return false;
}

/* macro-string; last is its last token, or has no text. */
static bool
check_macro_string(
    struct spf_term *term, struct str text, struct spf_token *last)
{
	struct spf_macro_reader r = { text, SPF_IN_RECORD, 0, SPF_ERROR_OK };

	while (spf_macro_next(&r, last))
		if (byte_is_alpha(last->letter))
			term->macros |= 1U << (last->letter - 'a');
	if (r.err == SPF_ERROR_OK)
		return true;
	text = str_from(text, r.at);
	if (r.err != SPF_ERROR_BYTE && r.err != SPF_ERROR_PERCENT)
		text.n = str_find(text, '}') + (str_find(text, '}') < text.n);
	else
		text.n = 1;
	reject(term, text, r.err);
	return false;
}

static void
read_domain(struct spf_term *term, struct str text)
{
	struct spf_token last = { 0 };
	bool literal;

	term->spec = text;
	if (text.n == 0) {
		reject(term, term->text, SPF_ERROR_NO_DOMAIN);
		return;
	}
	if (!check_macro_string(term, text, &last))
		return;
	literal = last.text.n == text.n && last.letter == 0;
	if (last.letter == 0 && !is_domain_end(last.text))
		reject(term, text, SPF_ERROR_DOMAIN_END);
	/* Section 4.8 leaves open what an impossible name means; the text of
	 * an explanation is not worth an error (section 6.2). */
	else if (literal && term->kind != SPF_EXP && has_bad_label(text))
		reject(term, text, SPF_ERROR_LABEL);
}

/* "0" / %x31-39 *DIGIT, up to max. */
static bool
read_length(struct str digits, unsigned max, unsigned *out)
{
	uint32_t bits;

	if (digits.n > 1 && digits.s[0] == '0')
		return false;
	if (!str_u32(digits, max, &bits))
		return false;
	*out = bits;
	return true;
}

/* Takes "/" digits (slashes: "//" digits) from the end of rest, which may
 * lack; digits may be missing or wrong. */
static bool
take_length(struct str *rest, struct str slashes, struct str *digits)
{
	size_t at = rest->n;

	while (at > 0 && byte_is_digit(rest->s[at - 1]))
		at--;
	*digits = str_from(*rest, at);
	if (!str_ends(str_to(*rest, at), slashes))
		return false;
	rest->n = at - slashes.n;
	return true;
}

/* Takes dual-cidr-length from the end of rest. */
static void
take_dual_length(struct spf_term *term, struct str *rest)
{
	struct str digits, before = *rest;

	if (take_length(rest, S("//"), &digits) &&
	    !read_length(digits, 128, &term->bits6))
		reject(term, str_from(before, rest->n), SPF_ERROR_LENGTH6);
	before = *rest;
	if (take_length(rest, S("/"), &digits) &&
	    !read_length(digits, 32, &term->bits4))
		reject(term, str_from(before, rest->n), SPF_ERROR_LENGTH4);
}

static void
read_ip(struct spf_term *term, struct str text, enum ip_family family)
{
	size_t slash = str_find(text, '/');
	struct str length = str_from(text, slash);
	bool is_v4 = family == IP_V4;

	if (!ip_parse(str_to(text, slash), &term->net) ||
	    term->net.family != family) {
		reject(term, slash > 0 ? str_to(text, slash) : term->text,
		    is_v4 ? SPF_ERROR_IP4 : SPF_ERROR_IP6);
		return;
	}
	if (length.n > 0 &&
	    !read_length(str_from(length, 1), is_v4 ? 32 : 128,
		is_v4 ? &term->bits4 : &term->bits6))
		reject(term, length,
		    is_v4 ? SPF_ERROR_LENGTH4 : SPF_ERROR_LENGTH6);
}

/* [ ":" domain-spec ] */
static void
read_target(struct spf_term *term, struct str rest, bool is_optional)
{
	if (rest.n == 0 && is_optional)
		return;
	if (rest.n > 0 && rest.s[0] != ':')
		reject(term, rest, SPF_ERROR_ALONE);
	else
		read_domain(term, str_from(rest, 1));
}

/* What follows a mechanism's name: nothing, or it starts with ":" or "/". */
static void
read_arguments(struct spf_term *term, struct str rest, enum takes takes)
{
	switch (takes) {
	case TAKES_NOTHING:
		if (rest.n > 0)
			reject(term, rest, SPF_ERROR_ALONE);
		break;
	case TAKES_DOMAIN:
	case TAKES_OPTIONAL_DOMAIN:
		read_target(term, rest, takes == TAKES_OPTIONAL_DOMAIN);
		break;
	case TAKES_DOMAIN_AND_LENGTH:
		take_dual_length(term, &rest);
		read_target(term, rest, true);
		break;
	case TAKES_IP4:
	case TAKES_IP6:
		if (rest.n > 0 && rest.s[0] == '/')
			rest.n = 0;
		read_ip(term, str_from(rest, 1),
		    takes == TAKES_IP4 ? IP_V4 : IP_V6);
		break;
	}
}

static void
read_mechanism(struct spf_term *term, struct str rest)
{
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++)
		if (str_eq_nocase(mechanisms[i].name, term->name)) {
			term->kind = mechanisms[i].kind;
			read_arguments(term, rest, mechanisms[i].takes);
			return;
		}
	reject(term, term->name, SPF_ERROR_MECHANISM);
}

static void
read_modifier(struct spf_term *term, struct str value)
{
	struct spf_token last = { 0 };

	term->qualifier = 0;
	if (str_eq_nocase(term->name, S("redirect")))
		term->kind = SPF_REDIRECT;
	else if (str_eq_nocase(term->name, S("exp")))
		term->kind = SPF_EXP;
	if (term->kind != SPF_UNKNOWN) {
		read_domain(term, value);
		return;
	}
	term->spec = value;
	check_macro_string(term, value, &last);
}

/* ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ) */
static size_t
name_length(struct str text)
{
	size_t n = 0;

	if (text.n == 0 || !byte_is_alpha(text.s[0]))
		return 0;
	while (n < text.n &&
	    (byte_is_alnum(text.s[n]) || str_find(S("-_."), text.s[n]) < 3))
		n++;
	return n;
}

struct spf_term
spf_term_parse(struct str text, size_t at)
{
	bool qualified = text.n > 0 && str_find(S("+-?~"), text.s[0]) < 4;
	struct str rest = str_from(text, qualified ? 1 : 0);
	struct spf_term term = {
		.kind = SPF_UNKNOWN,
		.qualifier = qualified ? text.s[0] : '+',
		.text = text,
		.at = at,
		.name = str_to(rest, name_length(rest)),
		.bits4 = 32,
		.bits6 = 128,
	};
	char next;

	rest = str_from(rest, term.name.n);
	next = rest.n > 0 ? rest.s[0] : 0;
	if (term.name.n == 0)
		reject(&term, text, SPF_ERROR_NAME);
	else if (next == '=' && !qualified)
		read_modifier(&term, str_from(rest, 1));
	else if (rest.n == 0 || next == ':' || next == '/')
		read_mechanism(&term, rest);
	else if (next > 0x20 && next < 0x7f)
		reject(&term, text, SPF_ERROR_MECHANISM);
	else
		reject(&term, str_to(rest, 1), SPF_ERROR_BYTE);
	return term;
}

/* Of most terms the name to look up is the same for every mail. */
static void
name_target(struct arena *a, struct spf_term *term)
{
	if (term->err == SPF_ERROR_OK && spf_costs_lookup(term) &&
	    term->spec.n > 0 && str_find(term->spec, '%') == term->spec.n)
		spf_target_name(a, term->spec, &term->target);
}

static void
note_term(struct spf_record *record, struct spf_term *term)
{
	const struct spf_term **once = NULL;

	if (term->kind == SPF_REDIRECT)
		once = &record->redirect;
	else if (term->kind == SPF_EXP)
		once = &record->exp;
	if (once != NULL && *once != NULL)
		reject(term, term->text, SPF_ERROR_TWICE); /* section 6 */
	else if (once != NULL)
		*once = term;
	if (term->kind == SPF_ALL && record->all == NULL)
		record->all = term;
	if (term->err != SPF_ERROR_OK && term->err != SPF_ERROR_LABEL &&
	    record->bad == NULL)
		record->bad = term;
}

static size_t
count_terms(struct str text)
{
	size_t n = 0;
	struct str part;

	while (str_cut(&text, ' ', &part))
		n += part.n > 0;
	return n;
}

const struct spf_record *
spf_record_parse(struct arena *a, struct str text)
{
	struct spf_record *record = arena_new(a, struct spf_record);
	struct str rest = str_from(text, version.n), part;
	struct spf_term *terms =
	    arena_array(a, count_terms(rest), struct spf_term);

	*record = (struct spf_record){ .text = text, .terms = terms };
	while (str_cut(&rest, ' ', &part)) {
		if (part.n == 0)
			continue;
		terms[record->n] =
		    spf_term_parse(part, (size_t)(part.s - text.s));
		name_target(a, &terms[record->n]);
		note_term(record, &terms[record->n++]);
	}
	return record;
}

/* Terms that are wrong, or legal and not what was meant. */
#include "base/escape.h"
#include "check/spf.h"
#include "mail/spf_mistake.h"

void
spf_flag_syntax(struct check *c, const struct spf_node *node)
{
	const struct spf_record *record = node->record;
	struct str meant;
	size_t n = 1;
	int named = 0;

	for (size_t i = 0; i < record->n && named < SPF_NAMED_MAX; i += n) {
		const struct spf_term *term = &record->terms[i];
		struct finding *f;
		bool known;

		n = 1;
		if (term->err == SPF_ERROR_OK)
			continue;
		known = spf_meant_term(c->a, record, i, &meant, &n);
		named++;
		f = check_flag(c, FINDING_SPF_SYNTAX,
		    "\"%.*s\" at column %zu: %s.",
		    PSTR(escape(c->a, term->text)), term->err_at + 1,
		    spf_error_text(term->err));
		spf_about(c, f, node, term);
		f->at = term->err_at;
		f->n = term->err_n;
		if (!known)
			continue;
		spf_advise_meant(c, f, meant);
		spf_need(c, f, node, NEED_SPF_SOUND);
	}
}

void
spf_flag_equals_signs(struct check *c, const struct spf_node *node)
{
	struct str meant;

	for (size_t i = 0; i < node->record->n; i++) {
		const struct spf_term *term = &node->record->terms[i];
		struct finding *f;

		if (term->err != SPF_ERROR_OK ||
		    !spf_meant_mechanism(c->a, term, &meant))
			continue;
		f = check_flag(c, FINDING_SPF_EQUALS_SIGN,
		    "\"%.*s\" is an unknown modifier, which receivers "
		    "ignore; \"%.*s\" is a mechanism.",
		    PSTR(escape(c->a, term->text)), PSTR(escape(c->a, meant)));
		spf_about(c, f, node, term);
		spf_need(c, f, node, NEED_SPF_SOUND);
		return;
	}
}

/* Two terms that have no space between them: the first one's text is in
 * term, the second starts at second of it. */
struct joint {
	const struct spf_term *term; /* NULL: none */
	size_t second;
};

/* Whether what follows the end of a string is a term and nothing else. */
static bool
is_term_start(struct str tail)
{
	return str_eq_nocase(str_from(tail, 1), S("all")) ||
	    (str_find(tail, ':') < tail.n &&
		spf_term_parse(tail, 0).err == SPF_ERROR_OK);
}

static struct joint
joint_at(const struct spf_record *record, size_t end)
{
	for (size_t i = 0; i < record->n; i++) {
		const struct spf_term *t = &record->terms[i];

		/* A sign alone before it is its own. */
		if (end > t->at + 1 && end < t->at + t->text.n &&
		    is_term_start(str_from(t->text, end - t->at)))
			return (struct joint){ t, end - t->at };
	}
	return (struct joint){ 0 };
}

/* Where two strings of the TXT record meet. */
static struct joint
joint_of_strings(struct check *c, const struct spf_node *node)
{
	struct joint joint = { 0 };
	struct str part;

	for (size_t i = 0; i < node->answer->n; i++) {
		const struct record *txt = &node->answer->records[i];
		size_t at = 0, end = 0;

		if (!str_eq(record_joined(c->a, txt), node->record->text))
			continue;
		while (
		    joint.term == NULL && record_next_string(txt, &at, &part)) {
			end += part.n;
			joint = joint_at(node->record, end);
		}
	}
	return joint;
}

void
spf_flag_joined(struct check *c, const struct spf_node *node)
{
	const struct spf_record *record = node->record;
	struct joint joint = joint_of_strings(c, node);
	const struct spf_term *term;
	struct finding *f;

	for (size_t i = 0; joint.term == NULL && i < record->n; i++)
		if (spf_joined_term(&record->terms[i], &joint.second))
			joint.term = &record->terms[i];
	term = joint.term;
	if (term == NULL)
		return;
	f = check_flag(c, FINDING_SPF_JOINED_STRINGS,
	    "\"%.*s\" and \"%.*s\" are joined without a space.",
	    PSTR(escape(c->a, str_to(term->text, joint.second))),
	    PSTR(escape(c->a, str_from(term->text, joint.second))));
	spf_about(c, f, node, term);
	spf_need(c, f, node, NEED_SPF_SOUND);
}

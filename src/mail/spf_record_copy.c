#include <string.h>

#include "mail/spf_record_copy.h"

size_t
spf_record_bytes(const struct spf_record *record)
{
	size_t n = sizeof(*record) + record->n * sizeof(*record->terms) +
	    record->text.n;

	for (size_t i = 0; i < record->n; i++)
		n += record->terms[i].target.n;
	return n;
}

/* The same part of a copy of the text.  What is empty may stand elsewhere. */
static struct str
moved(struct str part, struct str from, struct str to)
{
	if (part.n == 0)
		return (struct str){ to.s, 0 };
	return str_to(str_from(to, (size_t)(part.s - from.s)), part.n);
}

static const struct spf_term *
moved_term(const struct spf_term *term, const struct spf_record *from,
    const struct spf_term *to)
{
	return term != NULL ? &to[term - from->terms] : NULL;
}

const struct spf_record *
spf_record_copy(void *block, const struct spf_record *from)
{
	struct spf_record *to = block;
	struct spf_term *terms = (struct spf_term *)(to + 1);
	char *at = (char *)(terms + from->n);
	struct str text = { at, from->text.n };

	memcpy(at, from->text.s, from->text.n);
	at += from->text.n;
	for (size_t i = 0; i < from->n; i++) {
		const struct spf_term *term = &from->terms[i];

		terms[i] = *term;
		terms[i].text = moved(term->text, from->text, text);
		terms[i].name = moved(term->name, from->text, text);
		terms[i].spec = moved(term->spec, from->text, text);
		terms[i].target.wire = (const unsigned char *)at;
		if (term->target.n > 0)
			memcpy(at, term->target.wire, term->target.n);
		at += term->target.n;
	}
	*to = (struct spf_record){
		.text = text,
		.terms = terms,
		.n = from->n,
		.bad = moved_term(from->bad, from, terms),
		.all = moved_term(from->all, from, terms),
		.redirect = moved_term(from->redirect, from, terms),
		.exp = moved_term(from->exp, from, terms),
	};
	return to;
}

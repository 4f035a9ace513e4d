/* SPF records: every term is a part of the record and says where it is wrong;
 * what was meant is legal. */
#include <string.h>

#include "mail/spf_mistake.h"

#include "fuzz.h"

static void
check_term(const struct spf_record *record, const struct spf_term *term)
{
	struct str text = record->text;

	assert(term->text.n > 0 && term->at >= 6);
	assert(term->text.s == text.s + term->at);
	assert(term->at + term->text.n <= text.n);
	assert(str_find(term->text, ' ') == term->text.n);
	assert(text.s[term->at - 1] == ' ');
	assert(term->bits4 <= 32 && term->bits6 <= 128);
	if (term->spec.n > 0)
		assert(term->spec.s >= term->text.s &&
		    term->spec.s + term->spec.n <= term->text.s + term->text.n);
	if (term->err == SPF_ERROR_OK)
		return;
	/* A label that cannot exist is an error only where it is reached. */
	if (term->err != SPF_ERROR_LABEL)
		assert(record->bad != NULL && record->bad <= term);
	assert(term->err_n > 0);
	assert(term->err_at >= term->at);
	assert(term->err_at + term->err_n <= term->at + term->text.n);
}

static void
check_corrections(struct arena *a, const struct spf_record *record)
{
	const struct spf_record *again;
	struct str text, more;

	if (!spf_corrected(a, record, &text))
		return;
	again = spf_record_parse(a, text);
	assert(spf_is_record(text) && again->bad == NULL);
	/* What was corrected stays so, or becomes better once. */
	assert(!spf_corrected(a, again, &more) ||
	    spf_record_parse(a, more)->bad == NULL);
}

static void
check_record(struct arena *a, struct str text)
{
	const struct spf_record *record = spf_record_parse(a, text);
	struct str meant;
	size_t n, second;

	check_corrections(a, record);
	for (size_t i = 0; i < record->n; i++) {
		const struct spf_term *term = &record->terms[i];

		check_term(record, term);
		if (spf_joined_term(term, &second))
			assert(second > 0 && second < term->text.n);
		if (spf_meant_mechanism(a, term, &meant))
			assert(spf_term_parse(meant, 0).err == SPF_ERROR_OK);
		if (term->err != SPF_ERROR_OK && i < 16 &&
		    spf_meant_term(a, record, i, &meant, &n)) {
			assert(n >= 1 && i + n <= record->n);
			meant = arena_printf(
			    a, "v=spf1 %.*s", (int)meant.n, meant.s);
			assert(spf_record_parse(a, meant)->bad == NULL);
		}
	}
}

FUZZ(spf_record)
{
	struct arena a = { 0 };
	struct str text = { (const char *)data, size }, meant;
	char *record = arena_alloc(&a, size + 7, 1);

	if (spf_meant_record(&a, text, &meant)) {
		assert(!spf_is_record(text));
		assert(spf_is_record(meant));
	}
	if (spf_is_record(text))
		check_record(&a, text);
	memcpy(record, "v=spf1 ", 7);
	if (size > 0)
		memcpy(record + 7, data, size);
	check_record(&a, (struct str){ record, size + 7 });
	arena_free(&a);
}

/*
 * Edits of SPF records: sound records stay sound, no term that counts is lost,
 * none is there twice because of an edit, and what was done needs no doing
 * again.  The lines of the input are records.
 */
#include <string.h>

#include "fix/spf_edit.h"
#include "mail/spf_record.h"

#include "fuzz.h"

enum { RECORDS_MAX = 4 };

/* Whether a directive before "all" is the term. */
static bool
says(const struct spf_record *record, struct str term)
{
	for (size_t i = 0; i < record->n; i++) {
		if (record->terms[i].kind == SPF_ALL)
			break;
		if (str_eq_nocase(record->terms[i].text, term))
			return true;
	}
	return false;
}

static void
check_end(const struct spf_record *record)
{
	assert(record->bad == NULL);
	assert(record->all == NULL || record->redirect == NULL);
	if (record->all == NULL)
		return;
	for (const struct spf_term *t = record->all + 1;
	     t < record->terms + record->n; t++)
		assert(!spf_is_mechanism(t));
}

static void
check_pass(struct arena *a, struct str text, bool early)
{
	const struct spf_record *record = spf_record_parse(a, text), *new;
	struct ip ip;
	struct str got;

	assert(ip_parse(S("192.0.2.1"), &ip));
	got = spf_edit_pass(a, text, ip, S(""), early);
	new = spf_record_parse(a, got);
	assert(new->n <= record->n + 1);
	if (record->bad == NULL)
		assert(new->bad == NULL);
	if (record->bad == NULL && !early)
		assert(str_eq(spf_edit_pass(a, got, ip, S(""), false), got));
}

static void
check_edits(struct arena *a, struct str text)
{
	struct str got = spf_edit_order(a, text);

	if (spf_record_parse(a, text)->bad != NULL)
		return;
	check_end(spf_record_parse(a, got));
	assert(str_eq(spf_edit_order(a, got), got) || str_eq(got, text));
	got = spf_edit_close(a, got);
	check_end(spf_record_parse(a, got));
	got = spf_edit_unique(a, got);
	check_end(spf_record_parse(a, got));
	assert(str_eq(spf_edit_unique(a, got), got));
}

/* Of two terms with one object and other signs only the first ever matches, and
 * stays. */
static bool
is_decided(const struct spf_record *record, size_t at)
{
	struct str text = record->terms[at].text;

	for (size_t i = 0; i < at; i++) {
		struct str before = record->terms[i].text;

		if (before.n == text.n + 1 &&
		    str_eq_nocase(str_from(before, 1), text))
			return true;
	}
	return false;
}

static void
check_merge(struct arena *a, const struct str *texts, size_t n)
{
	const struct spf_record *one;
	struct str got;

	if (!spf_edit_merge(a, texts, n, &got))
		return;
	one = spf_record_parse(a, got);
	check_end(one);
	for (size_t i = 0; i < n; i++) {
		const struct spf_record *record = spf_record_parse(a, texts[i]);

		for (size_t j = 0; j < record->n; j++) {
			const struct spf_term *t = &record->terms[j];

			if (t == record->all)
				break;
			if (t->qualifier == '+' && t->text.s[0] != '+' &&
			    n == 1 && !is_decided(record, j))
				assert(says(one, t->text));
		}
	}
}

FUZZ(spf_edit)
{
	struct str texts[RECORDS_MAX], rest = { (const char *)data, size },
				       line;
	struct arena a = { 0 };
	size_t nrecords = 0;

	if (size == 0)
		return;
	while (nrecords < RECORDS_MAX && str_cut(&rest, '\n', &line)) {
		struct str text = arena_printf(&a, "v=spf1 %.*s", PSTR(line));

		/* A NUL ends what printf() copies. */
		check_pass(&a, text, false);
		check_pass(&a, text, true);
		check_edits(&a, text);
		texts[nrecords++] = text;
	}
	check_merge(&a, texts, 1);
	check_merge(&a, texts, nrecords);
	arena_free(&a);
}

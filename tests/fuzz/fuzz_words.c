/* The words of options and files: days, names in any script, UTF-16.  What is
 * read and written is read as the same. */
#include "base/date.h"
#include "base/fetched.h"
#include "base/utf16.h"
#include "dns/idna.h"
#include "mail/dnsbl.h"
#include "zone/zone_origin.h"

#include "fuzz.h"

static void
check_date(struct arena *a, struct str text)
{
	int64_t day, again;

	if (!date_parse(text, &day))
		return;
	assert(day >= 0);
	assert(date_parse(date_text(a, day), &again) && again == day);
	assert(str_eq(date_text(a, day), text));
}

static void
check_name(struct arena *a, struct str text)
{
	struct name name, again;
	const char *reason = NULL;

	if (!idna_parse(a, text, &name, &reason)) {
		assert(reason != NULL);
		return;
	}
	assert(name_parse(a, name_text(a, name), &again));
	assert(name_eq(name, again));
	assert(idna_parse(a, name_text(a, name), &again, &reason));
	assert(name_eq(name, again));
	again = dnsbl_masked(a, name);
	assert(name_eq(dnsbl_masked(a, again), again));
}

/* What is decoded has no mark, and at most three octets for two. */
static void
check_utf16(struct arena *a, struct str text)
{
	struct str plain = text_decoded(a, text);

	assert(plain.n <= text.n / 2 * 3 + 3);
	assert(plain.s != text.s || plain.n == text.n ||
	    str_starts(text, S("\xEF\xBB\xBF")));
}

FUZZ(words)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct name origin;
	enum fetched_end end;

	check_date(&a, text);
	check_name(&a, text);
	check_utf16(&a, text);
	if (zone_origin_of_file(&a, text, &origin))
		assert(name_labels(origin) > 1);
	if (fetched_end_parse(text, &end))
		assert(str_eq(str_of(fetched_end_text(end)), text));
	arena_free(&a);
}

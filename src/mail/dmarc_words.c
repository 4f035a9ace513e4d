#include "mail/dmarc_words.h"
#include "base/buf.h"
#include "base/slip.h"

/* Digits and signs of a version: "DMARC1.0". */
enum { SIGNS_MAX = 8 };

const struct str dmarc_policies[DMARC_POLICIES] = { STR("none"),
	STR("quarantine"), STR("reject") };

/* What word processors and web pages make of the octets that were meant, in
 * UTF-8; and what is left over of quoting. */
static const struct {
	struct str seen, meant;
} lookalikes[] = {
	{ STR("\xef\xbb\xbf"), STR("") }, /* byte order mark */
	{ STR("\xe2\x80\x8b"), STR("") }, /* zero-width space */
	{ STR("\xc2\xad"), STR("") },     /* soft hyphen */
	{ STR("\xc2\xa0"), STR(" ") },    /* no-break space */
	{ STR("\xe2\x80\x9c"), STR("") }, /* curly quotes */
	{ STR("\xe2\x80\x9d"), STR("") },
	{ STR("\xe2\x80\x9e"), STR("") },
	{ STR("\xe2\x80\x98"), STR("") },
	{ STR("\xe2\x80\x99"), STR("") },
	{ STR("\xef\xbc\x9b"), STR(";") }, /* full-width signs */
	{ STR("\xef\xbc\x9d"), STR("=") },
	{ STR("\xef\xbc\x9a"), STR(":") },
	{ STR("\xef\xbc\x8c"), STR(",") },
	{ STR("\xef\xbc\xa0"), STR("@") },
	{ STR("\""), STR("") },
	{ STR("\\"), STR("") },
};

struct str
dmarc_clean(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	while (text.n > 0) {
		size_t i = 0, n = sizeof(lookalikes) / sizeof(lookalikes[0]);

		while (i < n && !str_starts(text, lookalikes[i].seen))
			i++;
		if (i < n)
			buf_str(&b, lookalikes[i].meant);
		else
			buf_byte(&b, text.s[0]);
		text = str_from(text, i < n ? lookalikes[i].seen.n : 1);
	}
	return buf_view(&b);
}

bool
dmarc_is_version(struct arena *a, struct str word)
{
	struct buf letters = { .a = a };

	for (size_t i = 0; i < word.n; i++)
		if (byte_is_alpha(word.s[i]))
			buf_byte(&letters, word.s[i]);
	return letters.n >= 4 && word.n <= letters.n + SIGNS_MAX &&
	    is_slip_of(buf_view(&letters), S("dmarc"));
}

const struct str *
dmarc_policy_meant(struct str word)
{
	for (size_t i = 0; i < DMARC_POLICIES; i++)
		if (is_slip_of(word, dmarc_policies[i]))
			return &dmarc_policies[i];
	return NULL;
}

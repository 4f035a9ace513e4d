#include <idn2.h>

#include "dns/idna.h"

/* Underscores stand in names that are no hosts: _dmarc, s1._domainkey. */
static bool
is_hostname_text(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (!byte_is_alnum(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return true;
}

/* The mapping is that of UTS 46 without its transitional part, so that what
 * people type (capitals, full-width dots) becomes what IDNA2008 allows. */
static bool
to_ascii(struct arena *a, struct str text, struct str *out, const char **reason)
{
	struct str copy = arena_str(a, text);
	uint8_t *ascii;
	int rc;

	if (str_find(text, '\0') < text.n) {
		*reason = "it has a NUL byte";
		return false;
	}
	rc = idn2_lookup_u8((const uint8_t *)copy.s, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK) {
		*reason = idn2_strerror(rc);
		return false;
	}
	*out = arena_str(a, str_of((const char *)ascii));
	idn2_free(ascii);
	return true;
}

static const char *
why_not(struct str text)
{
	struct str label;

	if (str_ends(text, S(".")))
		text.n--;
	while (str_cut(&text, '.', &label)) {
		if (label.n == 0)
			return "it has an empty label";
		if (label.n > LABEL_MAX_OCTETS)
			return "a label has more than 63 characters";
	}
	return "it has more than 253 characters";
}

bool
idna_parse(
    struct arena *a, struct str text, struct name *out, const char **reason)
{
	if (text.n == 0) {
		*reason = "it is empty";
		return false;
	}
	if (!str_is_ascii(text) && !to_ascii(a, text, &text, reason))
		return false;
	if (!is_hostname_text(text)) {
		*reason = "a name has letters, digits, hyphens and dots only";
		return false;
	}
	if (str_eq(text, S("."))) {
		*reason = "the root is no domain";
		return false;
	}
	if (!name_parse(a, text, out)) {
		*reason = why_not(text);
		return false;
	}
	return true;
}

#include "mail/dkim_mend.h"
#include "base/base64.h"
#include "base/buf.h"
#include "mail/pasted.h"

bool
dkim_is_key_text(struct str text)
{
	enum { ENOUGH = 64 };
	size_t n = 0;

	while (str_ends(text, S("=")))
		text.n--;
	while (n < text.n && (base64_is_letter(text.s[n]) || text.s[n] == ' '))
		n++;
	return n == text.n && n >= ENOUGH;
}

size_t
dkim_lost_semicolon(struct str text)
{
	size_t mark = text.n > 0 && str_find(S(",|"), text.s[0]) < 2 ? 1 : 0;
	size_t n = mark;

	while (n < text.n && text.s[n] == ' ')
		n++;
	if (n + 1 >= text.n || text.s[n + 1] != '=' || n == 0 ||
	    str_find(S("phknst"), text.s[n]) == 6)
		return 0;
	return n;
}

/* Without armour, line ends, quotes, backslashes and a zone line's head. */
static struct str
mend_noise(struct arena *a, struct str text)
{
	static const struct str noise[] = {
		STR("-----BEGIN PUBLIC KEY-----"),
		STR("-----BEGIN RSA PUBLIC KEY-----"),
		STR("-----END PUBLIC KEY-----"),
		STR("-----END RSA PUBLIC KEY-----"),
		STR("\\n"),
		STR("\\r"),
		STR("\n"),
		STR("\r"),
	};
	struct buf b = { .a = a };

	while (text.n > 0) {
		size_t i = 0, n = sizeof(noise) / sizeof(noise[0]);

		while (i < n && !str_starts(text, noise[i]))
			i++;
		if (i == n)
			buf_byte(&b, text.s[0]);
		text = str_from(text, i < n ? noise[i].n : 1);
	}
	text = pasted_value(pasted_plain(a, buf_view(&b)), S("v=DKIM1"));
	return pasted_unquoted(a, text);
}

static struct str
mend_semicolons(struct arena *a, struct str text)
{
	struct buf b = { .a = a };
	bool in_notes = false;

	for (size_t i = 0; i < text.n; i++) {
		size_t lost = dkim_lost_semicolon(str_from(text, i));

		/* "n=", at the start of a tag: a note may say anything. */
		if (text.s[i] == ';')
			in_notes = str_starts(
			    str_trim(str_from(text, i + 1)), S("n="));
		if (lost > 0 && i > 0 && text.s[i - 1] != ';' && !in_notes) {
			buf_byte(&b, ';');
			i += lost - 1;
			continue;
		}
		buf_byte(&b, text.s[i]);
	}
	return buf_view(&b);
}

/* The hashes that a list of hashes or signature algorithms names. */
static struct str
mend_hashes(struct arena *a, struct str list)
{
	struct buf b = { .a = a };
	struct str part;

	while (str_cut(&list, ':', &part)) {
		bool known = str_search(part, S("256")) < part.n &&
		    (str_starts_nocase(part, S("rsa")) ||
			str_starts_nocase(part, S("sha")) ||
			str_starts_nocase(part, S("ed25519")));

		buf_text(&b, b.n > 0 ? ":" : "");
		buf_str(&b, known ? S("sha256") : str_trim(part));
	}
	return buf_view(&b);
}

static struct str
without_blanks(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] != ' ')
			buf_byte(&b, text.s[i]);
	return buf_view(&b);
}

/* What the tag should say. */
static struct str
mend_value(struct arena *a, struct str name, struct str value)
{
	if (str_eq(name, S("v")) && str_eq_nocase(value, S("DKIM1")))
		return S("DKIM1");
	if (str_eq(name, S("k")))
		return arena_lower(a, value);
	if (str_eq(name, S("h")))
		return mend_hashes(a, value);
	/* Blanks in base64 are legal, but some verifiers refuse them. */
	return str_eq(name, S("p")) ? without_blanks(a, value) : value;
}

static struct str
mend_tags(struct arena *a, struct str text)
{
	struct buf b = { .a = a };
	struct str part;

	while (str_cut(&text, ';', &part)) {
		size_t equals;
		struct str name, value;

		part = str_trim(part);
		if (part.n == 0)
			continue;
		equals = str_find(part, '=');
		name = str_trim(str_to(part, equals));
		value = str_trim(str_from(part, equals + 1));
		if (dkim_is_key_text(part)) {
			name = S("p");
			value = part;
		}
		buf_text(&b, b.n > 0 ? "; " : "");
		buf_str(&b, name);
		if (name.s != part.s || equals < part.n)
			buf_byte(&b, '=');
		buf_str(&b, mend_value(a, name, value));
	}
	return buf_view(&b);
}

struct str
dkim_mend_text(struct arena *a, struct str text)
{
	return mend_tags(a, mend_semicolons(a, mend_noise(a, text)));
}

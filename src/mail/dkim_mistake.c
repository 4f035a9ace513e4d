#include "mail/dkim_mistake.h"
#include "base/base64.h"
#include "base/buf.h"

static bool
has(struct str text, struct str part)
{
	return str_search(text, part) < text.n;
}

static bool
is_spf(const struct dkim_key *key)
{
	return str_starts_nocase(key->text, S("v=spf1"));
}

static bool
is_dmarc(const struct dkim_key *key)
{
	return str_starts_nocase(key->text, S("v=dmarc1"));
}

static bool
has_armour(const struct dkim_key *key)
{
	return has(key->text, S("-----")) || has(key->text, S("PUBLIC KEY"));
}

static bool
has_backslashes(const struct dkim_key *key)
{
	return has(key->text, S("\\;")) || has(key->text, S("\\\""));
}

/* Straight, or as word processors make them. */
static bool
has_quotes(const struct dkim_key *key)
{
	return has(key->text, S("\"")) || has(key->text, S("\xe2\x80\x9c")) ||
	    has(key->text, S("\xe2\x80\x9d"));
}

static bool
has_line_ends(const struct dkim_key *key)
{
	return has(key->text, S("\\n")) || has(key->text, S("\\r")) ||
	    has(key->text, S("\n")) || has(key->text, S("\r"));
}

/* A blank and "p=" inside another tag's value. */
static bool
has_no_semicolon(const struct dkim_key *key)
{
	struct taglist list = { .text = key->text };
	struct tag tag;

	while (taglist_next(&list, &tag))
		if (!str_eq(tag.name, S("n")) &&
		    (has(tag.value, S(" p=")) || has(tag.value, S(" k=")) ||
			has(tag.value, S(" t="))))
			return true;
	return false;
}

static bool
is_second_half(const struct dkim_key *key)
{
	enum { ENOUGH = 16 }; /* letters that nobody writes by chance */
	size_t n = 0;

	while (n < key->text.n && base64_is_letter(key->text.s[n]))
		n++;
	return n >= ENOUGH &&
	    str_find(str_from(key->text, n), ';') == key->text.n - n;
}

static bool
has_wrong_case(const struct dkim_key *key)
{
	return str_starts_nocase(key->text, S("v=dkim1")) &&
	    !str_starts(key->text, S("v=DKIM1"));
}

static bool
has_upper_case_type(const struct dkim_key *key)
{
	return key->fault == DKIM_UNKNOWN_TYPE &&
	    (str_eq_nocase(key->type, S("rsa")) ||
		str_eq_nocase(key->type, S("ed25519")));
}

static bool
is_cut_at_255(const struct dkim_key *key)
{
	return key->text.n == 255 &&
	    (key->fault == DKIM_BAD_BASE64 || key->fault == DKIM_BAD_KEY);
}

static bool
is_cut(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_KEY && key->key.fault == KEY_CUT;
}

static bool
is_wrapped_ed25519(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_KEY && key->key.fault == KEY_WRAPPED;
}

static bool
has_tail(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_KEY && key->key.fault == KEY_WITH_TAIL;
}

static bool
is_lenient(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_KEY && key->key.fault == KEY_NOT_DER;
}

static bool
is_unnamed_ed25519(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_KEY && key->type.s == NULL &&
	    key->p.n == 44; /* base64 of 32 octets */
}

static bool
is_empty_tag(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_LIST && key->err == TAGLIST_EMPTY;
}

/* Without quotes, backslashes, line ends and armour. */
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
		STR("\\"),
		STR("\""),
		STR("\n"),
		STR("\r"),
		STR("\xe2\x80\x9c"),
		STR("\xe2\x80\x9d"),
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
	return buf_view(&b);
}

static struct str
mend_semicolons(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < text.n; i++) {
		struct str rest = str_from(text, i);

		if (i > 0 && text.s[i - 1] != ';' &&
		    (str_starts(rest, S(" p=")) || str_starts(rest, S(" k=")) ||
			str_starts(rest, S(" t="))))
			buf_byte(&b, ';');
		buf_byte(&b, text.s[i]);
	}
	return buf_view(&b);
}

static struct str
mend_empty_tags(struct arena *a, struct str text)
{
	struct buf b = { .a = a };
	struct str part;

	while (str_cut(&text, ';', &part)) {
		part = str_trim(part);
		if (part.n > 0)
			buf_printf(
			    &b, "%s%.*s", b.n > 0 ? "; " : "", PSTR(part));
	}
	return buf_view(&b);
}

static struct str
mend_version(struct arena *a, struct str text)
{
	return arena_printf(
	    a, "v=DKIM1%.*s", PSTR(str_from(text, sizeof("v=DKIM1") - 1)));
}

/* The record with another p=, and everything else as it stands. */
static struct str
replace_p(struct arena *a, const struct dkim_key *key, struct str der)
{
	return arena_printf(a, "%.*s%.*s%.*s", PSTR(str_to(key->text, key->at)),
	    PSTR(base64_encode(a, der)),
	    PSTR(str_from(key->text, key->at + key->n)));
}

static struct str
mend_key(struct arena *a, struct str text)
{
	struct dkim_key key = dkim_key_read(a, text);

	return replace_p(a, &key, key_write(a, &key.key));
}

static struct str
mend_unnamed(struct arena *a, struct str text)
{
	return arena_printf(
	    a, "v=DKIM1; k=ed25519; p=%.*s", PSTR(dkim_key_read(a, text).p));
}

static struct str
mend_type(struct arena *a, struct str text)
{
	struct dkim_key key = dkim_key_read(a, text);

	return arena_printf(a, "v=DKIM1; k=%s; p=%.*s",
	    str_eq_nocase(key.type, S("rsa")) ? "rsa" : "ed25519", PSTR(key.p));
}

/* The more particular first. */
static const struct dkim_mistake mistakes[] = {
	{ is_spf, "it is an SPF record",
	    "Move it to the domain itself, and publish the key here.", NULL },
	{ is_dmarc, "it is a DMARC record",
	    "Move it to _dmarc below the domain, and publish the key here.",
	    NULL },
	{ has_armour, "the PEM armour was pasted with the key",
	    "Publish only the base64 between the BEGIN and END lines.",
	    mend_noise },
	{ has_backslashes, "a zone file's backslashes were pasted with it",
	    "Enter the value without backslashes.", mend_noise },
	{ has_quotes, "quotation marks were pasted with it",
	    "Enter the value without quotation marks.", mend_noise },
	{ has_line_ends, "line ends were pasted with it",
	    "Enter the value as one line.", mend_noise },
	{ has_no_semicolon, "a semicolon is missing between two tags",
	    "Separate the tags by semicolons.", mend_semicolons },
	{ has_wrong_case, "v=DKIM1 must be written in just this way",
	    "Write v=DKIM1 with a small v and a capital DKIM.", mend_version },
	{ has_upper_case_type, "k= must be in lower case",
	    "Write the key's type in lower case.", mend_type },
	{ is_wrapped_ed25519, "openssl wraps the key in 12 octets more",
	    "Publish only the last 32 octets of the key, in base64.",
	    mend_key },
	{ has_tail, "such as the same key, pasted twice",
	    "Publish the key once, and nothing behind it.", mend_key },
	{ is_lenient, "OpenSSL reads it, other libraries do not",
	    "Publish the key as openssl writes it.", mend_key },
	{ is_unnamed_ed25519, "it has the size of an Ed25519 key",
	    "Say k=ed25519.", mend_unnamed },
	{ is_cut_at_255, "the record was cut at 255 octets",
	    "Publish the whole key as several strings of one record, each "
	    "of at most 255 octets.",
	    NULL },
	{ is_cut, "the end of the key is missing",
	    "Publish the whole key as several strings of one record, each "
	    "of at most 255 octets.",
	    NULL },
	{ is_second_half, "it is only a piece of a key",
	    "Publish the pieces as several strings of one record, not as "
	    "several records.",
	    NULL },
	{ is_empty_tag, "there is nothing between two semicolons",
	    "Remove the semicolon that is too many.", mend_empty_tags },
};

const struct dkim_mistake *
dkim_mistake_find(const struct dkim_key *key)
{
	if (key->fault == DKIM_SOUND)
		return NULL;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
		if (mistakes[i].made(key))
			return &mistakes[i];
	return NULL;
}

struct str
dkim_mistake_mend(struct arena *a, const struct dkim_mistake *mistake,
    const struct dkim_key *key)
{
	struct str none = { "", 0 }, mended;
	struct dkim_key again;

	if (mistake == NULL || mistake->mend == NULL)
		return none;
	mended = mistake->mend(a, key->text);
	again = dkim_key_read(a, mended);
	return dkim_key_is_usable(&again) ? mended : none;
}

static bool
join_in_order(struct arena *a, struct str x, struct str y, struct str *whole)
{
	struct dkim_key first = dkim_key_read(a, x), both;

	if (first.p.n == 0 || dkim_key_is_usable(&first))
		return false;
	*whole = arena_printf(a, "%.*s%.*s", PSTR(x), PSTR(y));
	both = dkim_key_read(a, *whole);
	return dkim_key_is_usable(&both);
}

bool
dkim_halves_join(struct arena *a, struct str x, struct str y, struct str *whole)
{
	return join_in_order(a, x, y, whole) || join_in_order(a, y, x, whole);
}

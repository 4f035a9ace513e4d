#include "mail/dkim_mistake.h"
#include "base/base64.h"
#include "base/buf.h"
#include "mail/dkim_mend.h"
#include "mail/pasted.h"

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

static bool
has_zone_line(const struct dkim_key *key)
{
	struct str value = pasted_value(key->text, S("v=DKIM1"));
	size_t at = (size_t)(value.s - key->text.s);

	for (size_t i = 0; i < at; i++)
		if (byte_is_alnum(key->text.s[i]))
			return true;
	return false;
}

/* A byte order mark, a no-break space, a dash of a word processor. */
static bool
has_typography(const struct dkim_key *key)
{
	return !str_is_ascii(key->text);
}

/* "v=DKIM1; k=rsa; MIGf...": the key without its "p=". */
static bool
has_key_alone(const struct dkim_key *key)
{
	return key->fault == DKIM_BAD_LIST && key->err == TAGLIST_NO_EQUALS &&
	    dkim_is_key_text(
		str_trim(str_to(str_from(key->text, key->at), key->n)));
}

static bool
has_algorithm_for_hash(const struct dkim_key *key)
{
	return key->fault == DKIM_SOUND && !key->sha256 &&
	    has(key->hashes, S("256"));
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

/* A mark or a blank and "p=" inside another tag's value. */
static bool
has_no_semicolon(const struct dkim_key *key)
{
	struct taglist list = { .text = key->text };
	struct tag tag;

	while (taglist_next(&list, &tag))
		for (size_t at = 0; at < tag.value.n; at++)
			if (!str_eq(tag.name, S("n")) &&
			    dkim_lost_semicolon(str_from(tag.value, at)) > 0)
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

/* The more particular first. */
static const struct dkim_mistake mistakes[] = {
	{ is_spf, "it is an SPF record",
	    "Move it to the domain itself, and publish the key here.", NULL },
	{ is_dmarc, "it is a DMARC record",
	    "Move it to _dmarc below the domain, and publish the key here.",
	    NULL },
	{ has_armour, "the PEM armour was pasted with the key",
	    "Publish only the base64 between the BEGIN and END lines.",
	    dkim_mend_text },
	{ has_zone_line, "the start of a zone file's line was pasted with it",
	    "Enter the value alone, from v=DKIM1 on.", dkim_mend_text },
	{ has_backslashes, "a zone file's backslashes were pasted with it",
	    "Enter the value without backslashes.", dkim_mend_text },
	{ has_quotes, "quotation marks were pasted with it",
	    "Enter the value without quotation marks.", dkim_mend_text },
	{ has_line_ends, "line ends were pasted with it",
	    "Enter the value as one line.", dkim_mend_text },
	{ has_typography,
	    "characters that are not ASCII were pasted with it, such as a byte "
	    "order mark",
	    "Type the start of the value, and paste only the key.",
	    dkim_mend_text },
	{ has_key_alone, "p= is missing before the key",
	    "Write p= before the key.", dkim_mend_text },
	{ has_no_semicolon, "a semicolon is missing between two tags",
	    "Separate the tags by semicolons.", dkim_mend_text },
	{ has_wrong_case, "v=DKIM1 must be written in just this way",
	    "Write v=DKIM1 with a small v and a capital DKIM.",
	    dkim_mend_text },
	{ has_upper_case_type, "k= must be in lower case",
	    "Write the key's type in lower case.", dkim_mend_text },
	{ has_algorithm_for_hash, "h= names hashes, not signature algorithms",
	    "Write h=sha256, or leave the tag out.", dkim_mend_text },
	{ is_wrapped_ed25519, "openssl wraps the key in 12 octets more",
	    "Publish only the last 32 octets of the key, in base64.",
	    mend_key },
	{ has_tail, "such as the same key, pasted twice",
	    "Publish the key once, with nothing after it.", mend_key },
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
	    "Remove the semicolon that is too many.", dkim_mend_text },
};

const struct dkim_mistake *
dkim_mistake_find(const struct dkim_key *key)
{
	if (key->fault == DKIM_SOUND && key->sha256)
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
	return dkim_key_is_usable(&again) && again.sha256 ? mended : none;
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

#include "mail/dkim_key.h"
#include "base/base64.h"
#include "base/buf.h"

/* Where each tag that means something is kept. */
static struct str *
tag_field(struct dkim_key *key, struct str name, struct str *p)
{
	switch (name.n == 1 ? name.s[0] : 0) {
	case 'v':
		return &key->version;
	case 'h':
		return &key->hashes;
	case 'k':
		return &key->type;
	case 'n':
		return &key->notes;
	case 's':
		return &key->services;
	case 't':
		return &key->flags;
	case 'p':
		return p;
	default:
		return NULL; /* unknown tags are ignored */
	}
}

static void
set_fault(struct dkim_key *key, enum dkim_fault fault, struct str part)
{
	if (key->fault != DKIM_SOUND)
		return;
	key->fault = fault;
	key->at = part.s == NULL ? 0 : (size_t)(part.s - key->text.s);
	key->n = part.n;
}

/* Keeps the tags; p->s stays NULL without a p=. */
static void
read_tags(struct dkim_key *key, struct str *p)
{
	struct taglist list = { .text = key->text };
	struct tag tag;

	while (taglist_next(&list, &tag)) {
		struct str *field = tag_field(key, tag.name, p);

		if (field != NULL)
			*field = tag.value;
		if (field == &key->version && list.nnames > 1)
			set_fault(key, DKIM_LATE_VERSION, tag.name);
	}
	if (list.err != TAGLIST_OK) {
		/* One bad tag voids the whole list, so it comes first. */
		key->fault = DKIM_BAD_LIST;
		key->err = list.err;
		key->at = list.at;
		key->n = list.n;
	}
}

/* Whether a colon-separated list has the word; any list that is not there
 * has all words. */
static bool
list_has(struct str list, struct str word)
{
	struct str part;

	if (list.s == NULL)
		return true;
	while (str_cut(&list, ':', &part))
		if (str_eq(str_trim(part), word))
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* p= may be folded anywhere (RFC 6376 section 3.2, base64string). */
static struct str
without_blanks(struct arena *a, struct str s)
{
	struct buf b = { .a = a };
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++)
		if (is_blank(s.s[i])) {
			buf_str(&b, str_from(str_to(s, i), from));
			from = i + 1;
		}
	if (from == 0)
		return s;
	buf_str(&b, str_from(s, from));
	return buf_view(&b);
}

static void
read_key(struct arena *a, struct dkim_key *key, struct str p)
{
	bool is_ed25519 = str_eq(key->type, S("ed25519"));
	struct str der;

	if (key->type.s != NULL && !is_ed25519 &&
	    !str_eq(key->type, S("rsa"))) {
		set_fault(key, DKIM_UNKNOWN_TYPE, key->type);
		return;
	}
	if (!base64_decode(a, key->p, &der)) {
		set_fault(key, DKIM_BAD_BASE64, p);
		return;
	}
	key->key = key_read(a, der, is_ed25519 ? KEY_ED25519 : KEY_RSA);
	if (key->key.fault != KEY_SOUND)
		set_fault(key, DKIM_BAD_KEY, p);
}

struct dkim_key
dkim_key_read(struct arena *a, struct str text)
{
	struct dkim_key key = { .text = text };
	struct str p = { NULL, 0 };

	read_tags(&key, &p);
	if (key.version.s != NULL && !str_eq(key.version, S("DKIM1")))
		set_fault(&key, DKIM_BAD_VERSION, key.version);
	key.sha256 = list_has(key.hashes, S("sha256"));
	key.for_mail = list_has(key.services, S("*")) ||
	    list_has(key.services, S("email"));
	key.testing = key.flags.s != NULL && list_has(key.flags, S("y"));
	key.no_subdomains = key.flags.s != NULL && list_has(key.flags, S("s"));
	key.p = without_blanks(a, p);
	key.revoked = p.s != NULL && key.p.n == 0;
	if (p.s == NULL)
		set_fault(&key, DKIM_NO_P, str_to(text, 0));
	else if (!key.revoked)
		read_key(a, &key, p);
	return key;
}

struct str
dkim_key_write(struct arena *a, const struct key *key)
{
	struct str p = base64_encode(a, key_write(a, key));

	return arena_printf(a, "v=DKIM1; k=%s; p=%.*s",
	    key->type == KEY_RSA ? "rsa" : "ed25519", PSTR(p));
}

bool
dkim_key_is_usable(const struct dkim_key *key)
{
	return key->fault == DKIM_SOUND && !key->revoked && key->sha256 &&
	    key->for_mail &&
	    (key->key.type == KEY_ED25519 ||
		key->key.bits >= DKIM_RSA_MIN_BITS);
}

const char *
dkim_fault_text(const struct dkim_key *key)
{
	switch (key->fault) {
	case DKIM_SOUND:
		break;
	case DKIM_BAD_LIST:
		return taglist_err_text(key->err);
	case DKIM_BAD_VERSION:
		return "v= is not exactly DKIM1";
	case DKIM_LATE_VERSION:
		return "v= is not the first tag";
	case DKIM_NO_P:
		return "there is no p= tag";
	case DKIM_UNKNOWN_TYPE:
		return "k= is neither rsa nor ed25519";
	case DKIM_BAD_BASE64:
		return "p= is not base64";
	case DKIM_BAD_KEY:
		return key_fault_text(key->key.fault);
	}
	return "";
}

/* 12 octets of a private key: the lengths and the version. */
enum { START_LETTERS = 16 };

/* Whether the base64 that stands there begins such a key. */
static bool
starts_private(struct arena *a, struct str text)
{
	struct str der;
	size_t n = 0;

	while (n < START_LETTERS && n < text.n &&
	    (base64_is_letter(text.s[n]) || text.s[n] == '='))
		n++;
	return base64_decode(a, str_to(text, n / 4 * 4), &der) &&
	    key_is_private(der);
}

bool
dkim_is_private_key(struct arena *a, struct str text)
{
	if (str_search(text, S("PRIVATE KEY")) < text.n)
		return true;
	/* DER's SEQUENCE is an "M" in base64, at the beginning of a run. */
	for (size_t at = str_find(text, 'M'); at < text.n;
	     at += 1 + str_find(str_from(text, at + 1), 'M')) {
		bool is_inside = at > 0 && base64_is_letter(text.s[at - 1]);

		if (!is_inside && starts_private(a, str_from(text, at)))
			return true;
	}
	return false;
}

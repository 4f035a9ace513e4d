#include "mail/dkim_signature.h"
#include "base/base64.h"
#include "dns/idna.h"
#include "mail/taglist.h"

/* RFC 6376 section 3.5: as many digits as l=, t= and x= may have. */
enum { DIGITS_MAX = 18, SIGNED_FIELDS_MAX = 1024 };

enum tag_id { V, A, B, BH, C, D, H, I, L, Q, S_, T, X, TAGS };

static const struct {
	struct str name;
	bool is_required;
} tag_info[TAGS] = {
	[V] = { STR("v"), true },
	[A] = { STR("a"), true },
	[B] = { STR("b"), true },
	[BH] = { STR("bh"), true },
	[C] = { STR("c"), false },
	[D] = { STR("d"), true },
	[H] = { STR("h"), true },
	[I] = { STR("i"), false },
	[L] = { STR("l"), false },
	[Q] = { STR("q"), false },
	[S_] = { STR("s"), true },
	[T] = { STR("t"), false },
	[X] = { STR("x"), false },
};

static const struct {
	struct str name;
	enum key_type type;
	enum digest_kind hash;
} algorithms[] = {
	{ STR("rsa-sha256"), KEY_RSA, DIGEST_SHA256 },
	{ STR("rsa-sha1"), KEY_RSA, DIGEST_SHA1 },
	{ STR("ed25519-sha256"), KEY_ED25519, DIGEST_SHA256 },
};

static const char *const fault_texts[] = {
#define SIGNATURE_FAULT(id, text) [DKIM_SIGNATURE_##id] = text,
#include "mail/dkim_signature.def"
#undef SIGNATURE_FAULT
};

const char *
dkim_signature_fault_text(enum dkim_signature_fault fault)
{
	return fault_texts[fault];
}

static bool
is_fws(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Blanks may stand anywhere in base64, and between what colons part. */
static struct str
without_blanks(struct arena *a, struct str s)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < s.n; i++)
		if (!is_fws(s.s[i]))
			buf_byte(&b, s.s[i]);
	return b.n > 0 ? buf_view(&b) : S("");
}

/* False where the list cannot be read, or a name stands twice. */
static bool
read_tags(struct str value, struct str *tags)
{
	struct taglist list = { .text = value, .utf8 = true };
	struct tag tag;

	while (taglist_next(&list, &tag))
		for (enum tag_id i = V; i < TAGS; i++)
			if (str_eq(tag.name, tag_info[i].name))
				tags[i] = tag.value.n > 0 ? tag.value : S("");
	return list.err == TAGLIST_OK;
}

static bool
read_algorithm(struct dkim_signature *s, struct str value)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (str_eq_nocase(value, algorithms[i].name)) {
			s->key_type = algorithms[i].type;
			s->hash = algorithms[i].hash;
			return true;
		}
	return false;
}

static bool
read_canon(struct str value, enum dkim_canon *out)
{
	*out = str_eq_nocase(value, S("relaxed")) ? DKIM_RELAXED : DKIM_SIMPLE;
	return *out == DKIM_RELAXED || str_eq_nocase(value, S("simple"));
}

/* Without c=, and without the body's part, it is simple. */
static bool
read_canons(struct dkim_signature *s, struct str value)
{
	size_t slash = str_find(value, '/');

	if (value.s == NULL)
		return true;
	return read_canon(str_to(value, slash), &s->header) &&
	    (slash == value.n ||
		read_canon(str_from(value, slash + 1), &s->body));
}

static bool
read_number(struct str value, bool *has, uint64_t *out)
{
	uint64_t n = 0;

	if (value.s == NULL)
		return true;
	if (value.n == 0 || value.n > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < value.n; i++) {
		if (!byte_is_digit(value.s[i]))
			return false;
		n = n * 10 + (uint64_t)(value.s[i] - '0');
	}
	*has = true;
	*out = n;
	return true;
}

/* With U-labels, where the message has them (RFC 8616 section 5). */
static bool
read_domain(struct arena *a, struct str value, struct name *out)
{
	const char *reason;

	return str_is_ascii(value) ? name_from_labels(a, value, out)
				   : idna_parse(a, value, out, &reason);
}

/* i= has a domain at or below d=, behind its last "@". */
static bool
read_identity(struct arena *a, struct dkim_signature *s, struct str value)
{
	size_t at = str_find_last(value, '@');

	s->identity = s->domain;
	if (value.s == NULL)
		return true;
	return at < value.n &&
	    read_domain(a, str_from(value, at + 1), &s->identity) &&
	    name_is_in(s->identity, s->domain);
}

static bool
has_query(struct str value)
{
	struct str part;

	if (value.s == NULL)
		return true;
	while (str_cut(&value, ':', &part))
		if (str_eq_nocase(part, S("dns/txt")))
			return true;
	return false;
}

static enum dkim_signature_fault
read_names(struct arena *a, struct dkim_signature *s, const struct str *tags)
{
	struct str selector = tags[S_];
	struct name name;

	if (!read_domain(a, tags[D], &s->domain) || name_labels(s->domain) < 2)
		return DKIM_SIGNATURE_DOMAIN;
	if (!str_is_ascii(selector) && read_domain(a, selector, &name))
		selector = name_text(a, name);
	s->selector = tags[S_];
	if (selector.n == 0 || !str_is_ascii(selector) ||
	    str_find(selector, '\\') < selector.n ||
	    !name_below(a, arena_printf(a, "%.*s._domainkey", PSTR(selector)),
		s->domain, &s->key_name))
		return DKIM_SIGNATURE_SELECTOR;
	return read_identity(a, s, tags[I]) ? DKIM_SIGNATURE_SOUND
					    : DKIM_SIGNATURE_IDENTITY;
}

static enum dkim_signature_fault
read_signature(struct arena *a, struct dkim_signature *s, struct str value)
{
	struct str tags[TAGS] = { { 0 } };
	enum dkim_signature_fault fault;

	if (!read_tags(value, tags))
		return DKIM_SIGNATURE_BAD_LIST;
	for (enum tag_id i = V; i < TAGS; i++) {
		if (tags[i].s == NULL && tag_info[i].is_required) {
			s->missing = tag_info[i].name;
			return DKIM_SIGNATURE_NO_TAG;
		}
		if (tags[i].s != NULL && i != I)
			tags[i] = without_blanks(a, tags[i]);
	}
	if (!str_eq(tags[V], S("1")))
		return DKIM_SIGNATURE_VERSION;
	fault = read_names(a, s, tags);
	if (fault != DKIM_SIGNATURE_SOUND)
		return fault;
	if (!read_algorithm(s, tags[A]))
		return DKIM_SIGNATURE_ALGORITHM;
	if (!read_canons(s, tags[C]))
		return DKIM_SIGNATURE_CANON;
	if (!has_query(tags[Q]))
		return DKIM_SIGNATURE_QUERY;
	if (!base64_decode(a, tags[B], &s->signature) ||
	    !base64_decode(a, tags[BH], &s->body_hash))
		return DKIM_SIGNATURE_BASE64;
	if (!read_number(tags[L], &s->has_length, &s->length))
		return DKIM_SIGNATURE_LENGTH;
	if (!read_number(tags[T], &s->has_time, &s->time) ||
	    !read_number(tags[X], &s->has_expiry, &s->expiry))
		return DKIM_SIGNATURE_TIME;
	s->fields = tags[H];
	return tags[H].n > 0 ? DKIM_SIGNATURE_SOUND : DKIM_SIGNATURE_FIELDS;
}

struct dkim_signature
dkim_signature_read(struct arena *a, struct str value)
{
	struct dkim_signature s = { 0 };

	s.fault = read_signature(a, &s, value);
	return s;
}

bool
dkim_signature_covers(const struct dkim_signature *signature, struct str name)
{
	struct str rest = signature->fields, part;

	while (str_cut(&rest, ':', &part))
		if (str_eq_nocase(part, name))
			return true;
	return false;
}

/* The lowest field of the name that was not taken yet; NULL: there is none,
 * and none may be added (section 5.4.2). */
static const struct message_field *
take_lowest(const struct message_head *head, bool *taken, struct str name)
{
	for (size_t i = head->n; i-- > 0;)
		if (!taken[i] && str_eq_nocase(head->fields[i].name, name)) {
			taken[i] = true;
			return &head->fields[i];
		}
	return NULL;
}

/* The value of b= goes, and nothing else (section 3.7). */
static struct str
without_signature(struct arena *a, struct str value)
{
	struct buf b = { .a = a };

	while (value.n > 0) {
		size_t end = str_find(value, ';');
		struct str part = str_to(value, end);
		size_t equals = str_find(part, '=');
		struct str name = without_blanks(a, str_to(part, equals));

		buf_str(
		    &b, str_eq(name, S("b")) ? str_to(part, equals + 1) : part);
		if (end < value.n)
			buf_byte(&b, ';');
		value = str_from(value, end + 1);
	}
	return buf_view(&b);
}

struct str
dkim_signed_text(struct arena *a, const struct dkim_signature *signature,
    const struct message_head *head, const struct message_field *field)
{
	bool *taken = arena_array(a, head->n, bool);
	struct str rest = signature->fields, part;
	struct message_field own = *field;
	struct buf out = { .a = a };

	/* Section 3.5: h= may name other signatures, never its own. */
	for (size_t i = 0; i < head->n; i++)
		taken[i] = &head->fields[i] == field;
	for (size_t n = 0; n < SIGNED_FIELDS_MAX && str_cut(&rest, ':', &part);
	     n++) {
		const struct message_field *f = take_lowest(head, taken, part);

		if (f == NULL)
			continue;
		dkim_canon_field(&out, signature->header, f);
		buf_str(&out, S("\r\n"));
	}
	own.value = without_signature(a, field->value);
	own.whole =
	    arena_printf(a, "%.*s%.*s", (int)(field->whole.n - field->value.n),
		field->whole.s, PSTR(own.value));
	dkim_canon_field(&out, signature->header, &own);
	return buf_view(&out);
}

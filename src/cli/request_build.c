#include "cli/request_build.h"
#include "base/escape.h"
#include "base/file.h"
#include "dns/idna.h"
#include "mail/key.h"
#include "mail/provider.h"

enum { KEY_FILE_MAX = 65536 }; /* octets; an RSA key of 16384 bits has 13 K */

/* What is being built; the first error sticks. */
struct builder {
	struct arena *a;
	struct request *req;
	struct request_error *err;
};

static const char *const part_text[] = {
	[PART_DOMAIN] = "DOMAIN",
	[PART_IP] = "IP",
	[PART_HOST] = "--host",
	[PART_HELO] = "--helo",
	[PART_MAIL_FROM] = "--mail-from",
	[PART_SELECTOR] = "--selector",
	[PART_PROVIDER] = "--provider",
	[PART_STAGE] = "--stage",
	[PART_PROFILE] = "--profile",
};

struct str
request_error_text(struct arena *a, const struct request_error *err)
{
	return arena_printf(a, "%s '%.*s': %.*s", part_text[err->part],
	    PSTR(excerpt(a, err->value, EXCERPT_COLUMNS)), PSTR(err->reason));
}

static bool
fail(struct builder *b, enum request_part part, struct str value,
    const char *reason)
{
	*b->err = (struct request_error){ part, value, str_of(reason) };
	return false;
}

/* Also in another script, or with a last dot: what counts is what comes of
 * the name. */
static bool
is_address(struct builder *b, struct name name)
{
	struct ip ip;

	return ip_parse(name_text(b->a, name), &ip);
}

/* "5", "0x7f": what inet_aton() and browsers read as a part of an address. */
static bool
is_number(struct str label)
{
	size_t i = 0;

	if (str_starts_nocase(label, S("0x"))) {
		for (i = 2; i < label.n && byte_hex(label.s[i]) >= 0; i++)
			continue;
		return i == label.n;
	}
	while (i < label.n && byte_is_digit(label.s[i]))
		i++;
	return i == label.n;
}

/* What a host or a domain of mail cannot be called though the DNS could hold
 * it (RFC 1123 section 2.1, RFC 5321 section 4.1.2); NULL where nothing is
 * wrong.  Underscores are seen in both. */
static const char *
why_no_host(struct str name, enum request_part part)
{
	struct str label;

	while (str_cut(&name, '.', &label))
		if (str_starts(label, S("-")) || str_ends(label, S("-")))
			return "a label begins or ends with a hyphen";
	if (part != PART_SELECTOR && is_number(label))
		return "no name ends in a number, and no address is so short";
	return NULL;
}

/* name is a part of the value, or all of it. */
static bool
build_name(struct builder *b, enum request_part part, struct str value,
    struct str name, struct name *out)
{
	const char *reason;
	struct name parsed;
	struct ip ip;

	if (ip_parse(name, &ip))
		return fail(b, part, value, "an IP address is no name");
	if (!idna_parse(b->a, name, &parsed, &reason))
		return fail(b, part, value, reason);
	if (is_address(b, parsed))
		return fail(b, part, value, "an IP address is no name");
	reason = why_no_host(name_text(b->a, parsed), part);
	if (reason != NULL)
		return fail(b, part, value, reason);
	*out = parsed;
	return true;
}

static bool
build_ips(struct builder *b, const struct request_text *text)
{
	struct ip *ips = arena_array(b->a, text->nips, struct ip);
	size_t n = 0;

	for (size_t i = 0; i < text->nips; i++) {
		struct ip ip;
		size_t same = 0;

		if (!ip_parse(text->ips[i], &ip))
			return fail(b, PART_IP, text->ips[i],
			    "not an IPv4 or IPv6 address");
		ip = ip_unmapped(ip);
		while (same < n && !ip_eq(ips[same], ip))
			same++;
		if (same == n)
			ips[n++] = ip;
	}
	b->req->ips = ips;
	b->req->nips = n;
	return true;
}

/* No mail server can be made to say anything else. */
static bool
is_printable(struct builder *b, enum request_part part, struct str text)
{
	if (str_eq(escape(b->a, text), text))
		return true;
	return fail(b, part, text, "it has a character that cannot be seen");
}

static bool
build_host(struct builder *b, struct str text)
{
	if (text.s == NULL)
		return true;
	return build_name(b, PART_HOST, text, text, &b->req->host);
}

/* An address, bare or as a literal (RFC 5321 section 4.1.3), stays as it is
 * given: the helo check judges it. */
static bool
build_helo(struct builder *b, struct str text)
{
	struct name name;
	struct ip ip;

	if (text.s == NULL)
		return true;
	if (!is_printable(b, PART_HELO, text))
		return false;
	if (ip_parse(text, &ip) ||
	    (str_starts(text, S("[")) && str_ends(text, S("]")))) {
		b->req->helo = text;
		return true;
	}
	if (!build_name(b, PART_HELO, text, text, &name))
		return false;
	b->req->helo = name_text(b->a, name);
	return true;
}

/* ADDR, DOMAIN, or nothing for the null sender, in angle brackets or not
 * (RFC 5321 section 4.1.2).  Without a local part it is "postmaster": RFC
 * 7208 section 4.3. */
static bool
build_mail_from(struct builder *b, struct str text)
{
	struct request *req = b->req;
	struct str path = text;
	size_t at;

	req->local_part = S("postmaster");
	req->mail_from = req->domain;
	if (text.s == NULL)
		return true;
	if (!is_printable(b, PART_MAIL_FROM, text))
		return false;
	if (str_starts(path, S("<")) && str_ends(path, S(">")))
		path = str_from(str_to(path, path.n - 1), 1);
	if (path.n == 0) {
		req->null_sender = true;
		return true;
	}
	/* A quoted local part may hold others. */
	at = str_find_last(path, '@');
	if (at < path.n) {
		if (at > 0)
			req->local_part = str_to(path, at);
		path = str_from(path, at + 1);
	}
	return build_name(b, PART_MAIL_FROM, text, path, &req->mail_from);
}

static bool
read_key(struct builder *b, struct str text, struct str path, bool allowed,
    struct str *out)
{
	struct buf key = { .a = b->a };
	struct key found;
	const char *reason;

	if (!allowed)
		return fail(
		    b, PART_SELECTOR, text, "no key file can be given here");
	reason = file_read(&key, arena_str(b->a, path).s, KEY_FILE_MAX);
	if (reason != NULL)
		return fail(b, PART_SELECTOR, text, reason);
	if (key.n == 0)
		return fail(b, PART_SELECTOR, text, "the key file is empty");
	*out = buf_view(&key);
	if (!key_from_pem(b->a, *out, &found))
		return fail(b, PART_SELECTOR, text,
		    "the key file has no RSA or Ed25519 key in PEM");
	return true;
}

/* SEL[@DOMAIN][=KEY.pem] */
static bool
build_selector(
    struct builder *b, struct str text, bool key_files, struct selector *out)
{
	size_t equals = str_find(text, '=');
	struct str who = str_to(text, equals);
	size_t at = str_find(who, '@');
	struct name label, keys;

	*out = (struct selector){ .text = who, .domain = b->req->domain };
	if (!build_name(b, PART_SELECTOR, text, str_to(who, at), &label))
		return false;
	if (at < who.n &&
	    !build_name(
		b, PART_SELECTOR, text, str_from(who, at + 1), &out->domain))
		return false;
	out->label = name_text(b->a, label);
	if (!name_below(b->a, S("_domainkey"), out->domain, &keys) ||
	    !name_below(b->a, out->label, keys, &out->name))
		return fail(b, PART_SELECTOR, text,
		    "the key's name has more than 253 characters");
	return equals == text.n ||
	    read_key(
		b, text, str_from(text, equals + 1), key_files, &out->key_pem);
}

static bool
is_same_selector(const struct selector *x, const struct selector *y)
{
	return str_eq(x->label, y->label) && name_eq(x->domain, y->domain) &&
	    str_eq(x->key_pem, y->key_pem);
}

static bool
build_providers(struct builder *b, const struct request_text *text)
{
	const struct provider **found =
	    arena_array(b->a, text->nproviders, const struct provider *);
	size_t n = 0;

	for (size_t i = 0; i < text->nproviders; i++) {
		size_t same = 0;

		found[n] = provider_by_id(text->providers[i]);
		if (found[n] == NULL)
			return fail(b, PART_PROVIDER, text->providers[i],
			    "not a sending service that is known here");
		while (found[same] != found[n])
			same++;
		if (same == n)
			n++;
	}
	b->req->providers = found;
	b->req->nproviders = n;
	return true;
}

/* The selectors given, or those that the providers give to everyone. */
static size_t
list_selectors(
    struct builder *b, const struct request_text *text, const struct str **list)
{
	enum { EACH_MAX = 4 };
	struct str *own =
	    arena_array(b->a, b->req->nproviders * EACH_MAX, struct str);
	size_t n = 0;

	*list = text->selectors;
	if (text->nselectors > 0)
		return text->nselectors;
	for (size_t i = 0; i < b->req->nproviders; i++) {
		struct str rest = str_of(b->req->providers[i]->selectors);

		for (size_t k = 0; rest.n > 0 && k < EACH_MAX; k++)
			str_cut(&rest, ' ', &own[n++]);
	}
	*list = own;
	return n;
}

static bool
build_selectors(struct builder *b, const struct request_text *text)
{
	const struct str *texts;
	size_t ntexts = list_selectors(b, text, &texts), n = 0;
	struct selector *selectors = arena_array(b->a, ntexts, struct selector);

	for (size_t i = 0; i < ntexts; i++) {
		size_t same = 0;

		if (!build_selector(
			b, texts[i], text->key_files, &selectors[n]))
			return false;
		while (!is_same_selector(&selectors[same], &selectors[n]))
			same++;
		if (same == n)
			n++;
	}
	b->req->selectors = selectors;
	b->req->nselectors = n;
	return true;
}

static bool
build_stage(struct builder *b, struct str text)
{
	if (text.s == NULL || str_eq(text, S("live")))
		return true;
	if (!str_eq(text, S("request")))
		return fail(
		    b, PART_STAGE, text, "neither 'request' nor 'live'");
	b->req->stage = STAGE_REQUEST;
	return true;
}

static bool
build_profile(struct builder *b, struct str text)
{
	if (text.s == NULL || str_eq(text, S("basic")))
		return true;
	if (!str_eq(text, S("bulk")))
		return fail(
		    b, PART_PROFILE, text, "neither 'basic' nor 'bulk'");
	b->req->profile = PROFILE_BULK;
	return true;
}

bool
request_build(struct arena *a, const struct request_text *text,
    struct request *out, struct request_error *err)
{
	struct request req = { .domain = { 0 } };
	struct builder b = { a, &req, err };

	if (!build_name(
		&b, PART_DOMAIN, text->domain, text->domain, &req.domain) ||
	    !build_ips(&b, text) || !build_host(&b, text->host) ||
	    !build_helo(&b, text->helo) ||
	    !build_mail_from(&b, text->mail_from) ||
	    !build_providers(&b, text) || !build_selectors(&b, text) ||
	    !build_stage(&b, text->stage) || !build_profile(&b, text->profile))
		return false;
	*out = req;
	return true;
}

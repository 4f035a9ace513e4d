#include "base/file.h"
#include "cli/builder.h"
#include "cli/nearest.h"
#include "cli/typed.h"
#include "mail/key.h"
#include "mail/provider.h"

enum { KEY_FILE_MAX = 65536 }; /* octets; an RSA key of 16384 bits has 13 K */

static bool
read_key(struct builder *b, struct str text, struct str path, bool allowed,
    struct str *out)
{
	struct buf key = { .a = b->a };
	struct key found;
	const char *reason;

	if (!allowed)
		return builder_fail(
		    b, PART_SELECTOR, text, "no key file can be given here");
	reason = file_read(&key, arena_str(b->a, path).s, KEY_FILE_MAX);
	if (reason != NULL)
		return builder_fail(b, PART_SELECTOR, text, reason);
	if (key.n == 0)
		return builder_fail(
		    b, PART_SELECTOR, text, "the key file is empty");
	*out = buf_view(&key);
	if (!key_from_pem(b->a, *out, &found))
		return builder_fail(b, PART_SELECTOR, text,
		    "the key file has no RSA or Ed25519 key in PEM");
	return true;
}

/* A selector and the domain that signs, apart; no domain: the author domain.
 * "._domainkey" and what follows it comes with a name that is copied. */
static bool
cut_selector(struct builder *b, struct str text, struct str who,
    struct str *label, struct str *domain)
{
	size_t at = str_find(who, '@');
	struct str copied = { NULL, 0 };

	*label = str_to(who, at);
	*domain = at < who.n ? str_from(who, at + 1) : copied;
	if (!typed_selector(label, &copied) || copied.n == 0)
		return true;
	if (at < who.n)
		return builder_fail(
		    b, PART_SELECTOR, text, "it has two domains");
	*domain = copied;
	return true;
}

/* SEL[@DOMAIN][=KEY.pem] */
static bool
build_selector(
    struct builder *b, struct str text, bool key_files, struct selector *out)
{
	size_t equals = str_find(text, '=');
	struct str label_text, domain;
	struct name label, keys;

	*out = (struct selector){ .domain = b->req->domain };
	if (!cut_selector(
		b, text, str_to(text, equals), &label_text, &domain) ||
	    !build_name(b, PART_SELECTOR, text, label_text, &label))
		return false;
	out->text = label_text;
	if (domain.s != NULL) {
		if (!build_name(b, PART_SELECTOR, text, domain, &out->domain))
			return false;
		if (!name_eq(out->domain, b->req->domain))
			out->text = arena_printf(
			    b->a, "%.*s@%.*s", PSTR(label_text), PSTR(domain));
	}
	out->label = name_text(b->a, label);
	if (!name_below(b->a, S("_domainkey"), out->domain, &keys) ||
	    !name_below(b->a, out->label, keys, &out->name))
		return builder_fail(b, PART_SELECTOR, text,
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
fail_provider(struct builder *b, struct str text)
{
	const struct provider *called = provider_by_alias(text);
	struct nearest near = nearest_begin(text);

	if (called != NULL)
		near.word = called->id;
	else
		for (size_t i = 0; providers[i].id.n > 0; i++)
			nearest_try(&near, providers[i].id);
	return builder_fail_str(b, PART_PROVIDER, text,
	    arena_printf(b->a, "not a sending service that is known here%.*s",
		PSTR(nearest_text(b->a, &near, ""))));
}

bool
build_providers(struct builder *b, const struct request_text *text)
{
	const struct provider **found =
	    arena_array(b->a, text->nproviders, const struct provider *);
	size_t n = 0;

	for (size_t i = 0; i < text->nproviders; i++) {
		size_t same = 0;

		found[n] = provider_by_id(text->providers[i]);
		if (found[n] == NULL)
			return fail_provider(b, text->providers[i]);
		while (found[same] != found[n])
			same++;
		if (same == n)
			n++;
	}
	b->req->providers = found;
	b->req->nproviders = n;
	return true;
}

/* With commas between; a key file's name may have some, too. */
static size_t
split_selectors(
    struct builder *b, const struct request_text *text, const struct str **list)
{
	struct str *parts = arena_array(b->a,
	    builder_count_parts(text->selectors, text->nselectors), struct str);
	size_t n = 0;

	for (size_t i = 0; i < text->nselectors; i++) {
		struct str rest = text->selectors[i];

		if (str_find(rest, '=') < rest.n) {
			parts[n++] = rest;
			continue;
		}
		while (str_cut(&rest, ',', &parts[n]))
			n += parts[n].n > 0 || text->selectors[i].n == 0;
	}
	*list = parts;
	return n;
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

	if (text->nselectors > 0)
		return split_selectors(b, text, list);
	for (size_t i = 0; i < b->req->nproviders; i++) {
		struct str rest = str_of(b->req->providers[i]->selectors);

		for (size_t k = 0; rest.n > 0 && k < EACH_MAX; k++)
			str_cut(&rest, ' ', &own[n++]);
	}
	*list = own;
	return n;
}

bool
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

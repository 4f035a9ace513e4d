/* Macros: tokens are the text, in order; what has no error expands, and what
 * expands to a name is a legal name. */
#include "mail/spf_macro.h"

#include "fuzz.h"

static const unsigned char domain[] = "\5email\7example\3com";

static void
check_tokens(struct str text, enum spf_macro_place place)
{
	struct spf_macro_reader r = { text, place, 0, SPF_ERROR_OK };
	struct spf_token token;
	size_t at = 0;

	while (spf_macro_next(&r, &token)) {
		assert(token.text.s == text.s + at && token.text.n > 0);
		at += token.text.n;
		assert(r.at == at);
	}
	assert(r.at <= text.n);
	assert((r.err == SPF_ERROR_OK) == (at == text.n));
	assert(!spf_macro_next(&r, &token)); /* end and error both stick */
}

static void
check_expansion(
    struct arena *a, struct str text, enum spf_macro_place place, struct ip ip)
{
	const struct spf_macro_values values = {
		.ip = ip,
		.local_part = S("strong-bad"),
		.sender_domain = S("email.example.com"),
		.domain = { domain, sizeof(domain) },
		.helo = S("h\0elo"),
		.validated_name = S("mx.example.org"),
	};
	struct str out = S("untouched"), again;
	struct name name = { 0 };

	if (!spf_macro_expand(a, text, place, &values, &out)) {
		assert(str_eq(out, S("untouched")));
		return;
	}
	assert(spf_macro_expand(a, text, place, &values, &again));
	assert(str_eq(out, again));
	if (!spf_macro_any(text) && str_find(text, '%') == text.n)
		assert(str_eq(out, text));
	if (!spf_target_name(a, out, &name))
		return;
	assert(name.n > 1 && name.n <= NAME_MAX_OCTETS);
	assert(spf_name_plain(a, name).n <= out.n);
}

FUZZ(spf_macro)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct ip v4 = { IP_V4, { 192, 0, 2, 3 } };
	struct ip v6 = { IP_V6, { 0x20, 1, 0xd, 0xb8 } };

	check_tokens(text, SPF_IN_RECORD);
	check_tokens(text, SPF_IN_EXPLANATION);
	check_expansion(&a, text, SPF_IN_RECORD, v4);
	check_expansion(&a, text, SPF_IN_EXPLANATION, v6);
	arena_free(&a);
}

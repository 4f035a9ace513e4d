#include <string.h>

#include "base/buf.h"
#include "mail/spf_macro.h"

static const struct str delimiters = STR(".-+,/_=");

static const char *const error_texts[] = {
#define SPF_ERROR(id, text) [SPF_ERROR_##id] = text,
#include "mail/spf_error.def"
#undef SPF_ERROR
};

const char *
spf_error_text(enum spf_error err)
{
	return error_texts[err];
}

static bool
fail(struct spf_macro_reader *r, size_t at, enum spf_error err)
{
	r->at = at;
	r->err = err;
	return false;
}

static bool
is_literal(const struct spf_macro_reader *r, char c)
{
	if (c == ' ')
		return r->place == SPF_IN_EXPLANATION;
	return c > 0x20 && c < 0x7f && c != '%';
}

static size_t
span(struct str text, size_t at, bool (*is)(char c))
{
	while (at < text.n && is(text.s[at]))
		at++;
	return at;
}

static bool
is_delimiter(char c)
{
	return str_find(delimiters, c) < delimiters.n;
}

static enum spf_error
check_letter(char letter, enum spf_macro_place place)
{
	if (str_find(S("slodiphv"), letter) < 8)
		return SPF_ERROR_OK;
	if (str_find(S("crt"), letter) == 3)
		return SPF_ERROR_MACRO_LETTER;
	return place == SPF_IN_EXPLANATION ? SPF_ERROR_OK : SPF_ERROR_MACRO_EXP;
}

/* How many parts to keep.  A number that is greater than what any value has
 * keeps all of it, however long the number is. */
static uint32_t
read_parts(struct str digits)
{
	uint32_t parts;

	return str_u32(digits, UINT32_MAX, &parts) ? parts : UINT32_MAX;
}

/* "%{" letter *DIGIT ["r"] *delimiter "}" */
static bool
read_braces(struct spf_macro_reader *r, size_t start, struct spf_token *token)
{
	struct str text = r->text;
	size_t at = start + 2, digits;
	enum spf_error err;

	if (at >= text.n)
		return fail(r, start, SPF_ERROR_MACRO_END);
	token->letter = byte_lower(text.s[at]);
	token->is_upper = text.s[at] != token->letter;
	err = check_letter(token->letter, r->place);
	if (err != SPF_ERROR_OK)
		return fail(r, start, err);
	digits = ++at;
	at = span(text, at, byte_is_digit);
	if (at > digits) {
		token->parts =
		    read_parts(str_to(str_from(text, digits), at - digits));
		if (token->parts == 0)
			return fail(r, start, SPF_ERROR_MACRO_ZERO);
	}
	token->reversed = at < text.n && byte_lower(text.s[at]) == 'r';
	at += token->reversed;
	token->delimiters = str_from(text, at);
	token->delimiters.n = span(text, at, is_delimiter) - at;
	at += token->delimiters.n;
	if (at >= text.n || text.s[at] != '}')
		return fail(r, start, SPF_ERROR_MACRO_END);
	r->at = at + 1;
	return true;
}

static bool
read_macro(struct spf_macro_reader *r, struct spf_token *token)
{
	size_t start = r->at;
	char c = start + 1 < r->text.n ? r->text.s[start + 1] : 0;

	if (c == '{') {
		if (!read_braces(r, start, token))
			return false;
	} else if (c == '%' || c == '_' || c == '-') {
		token->letter = c;
		r->at += 2;
	} else {
		return fail(r, start, SPF_ERROR_PERCENT);
	}
	token->text = str_to(str_from(r->text, start), r->at - start);
	return true;
}

bool
spf_macro_next(struct spf_macro_reader *r, struct spf_token *token)
{
	struct spf_token got = { 0 };
	size_t start = r->at;

	if (r->err != SPF_ERROR_OK || r->at >= r->text.n)
		return false;
	if (r->text.s[r->at] == '%') {
		if (!read_macro(r, &got))
			return false;
		*token = got;
		return true;
	}
	while (r->at < r->text.n && is_literal(r, r->text.s[r->at]))
		r->at++;
	if (r->at == start)
		return fail(r, start, SPF_ERROR_BYTE);
	got.text = str_to(str_from(r->text, start), r->at - start);
	*token = got;
	return true;
}

bool
spf_macro_uses(struct str text, char letter)
{
	struct spf_macro_reader r = { text, SPF_IN_EXPLANATION, 0, 0 };
	struct spf_token token;

	while (spf_macro_next(&r, &token))
		if (token.letter == letter)
			return true;
	return false;
}

bool
spf_macro_any(struct str text)
{
	struct spf_macro_reader r = { text, SPF_IN_EXPLANATION, 0, 0 };
	struct spf_token token;

	while (spf_macro_next(&r, &token))
		if (byte_is_alpha(token.letter))
			return true;
	return false;
}

struct str
spf_name_plain(struct arena *a, struct name name)
{
	struct buf b = { .a = a };

	for (; name.n > 1; name = name_parent(name)) {
		if (b.n > 0)
			buf_byte(&b, '.');
		buf_str(&b, name_label(name));
	}
	return buf_view(&b);
}

/* The 32 nibbles of an IPv6 address, the most significant first. */
static struct str
nibbles(struct arena *a, struct ip ip)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < 16; i++)
		buf_printf(&b, i == 0 ? "%X.%X" : ".%X.%X", ip.b[i] >> 4U,
		    ip.b[i] & 15U);
	return buf_view(&b);
}

static struct str
sender(struct arena *a, const struct spf_macro_values *v)
{
	struct buf b = { .a = a };

	buf_str(&b, v->local_part);
	buf_byte(&b, '@');
	buf_str(&b, v->sender_domain);
	return buf_view(&b);
}

static struct str
value_of(struct arena *a, char letter, const struct spf_macro_values *v)
{
	switch (letter) {
	case 's':
		return sender(a, v);
	case 'l':
		return v->local_part;
	case 'o':
		return v->sender_domain;
	case 'd':
		return spf_name_plain(a, v->domain);
	case 'i':
		return v->ip.family == IP_V6 ? nibbles(a, v->ip)
					     : ip_text(a, v->ip);
	case 'p':
		return v->validated_name;
	case 'v':
		return v->ip.family == IP_V6 ? S("ip6") : S("in-addr");
	case 'h':
		return v->helo;
	case 'c':
		return ip_text(a, v->ip);
	case 'r':
		return v->receiver.n > 0 ? v->receiver : S("unknown");
	case 't':
		return arena_printf(a, "%lld", (long long)v->now);
	case '_':
		return S(" ");
	case '-':
		return S("%20");
	default:
		return S("%");
	}
}

/* Splits at the delimiters, reverses, keeps the rightmost parts, and joins
 * with dots (section 7.3). */
static struct str
transform(struct arena *a, struct str value, const struct spf_token *token)
{
	struct str at = token->delimiters.n > 0 ? token->delimiters : S(".");
	size_t n = 1, keep;
	struct str *parts;
	struct buf b = { .a = a };

	for (size_t i = 0; i < value.n; i++)
		n += str_find(at, value.s[i]) < at.n;
	parts = arena_array(a, n, struct str);
	n = 1;
	parts[0] = (struct str){ value.s, 0 };
	for (size_t i = 0; i < value.n; i++)
		if (str_find(at, value.s[i]) < at.n)
			parts[n++] = (struct str){ value.s + i + 1, 0 };
		else
			parts[n - 1].n++;
	keep = token->parts == 0 || token->parts > n ? n : token->parts;
	for (size_t i = n - keep; i < n; i++) {
		if (i > n - keep)
			buf_byte(&b, '.');
		buf_str(&b, parts[token->reversed ? n - 1 - i : i]);
	}
	return buf_view(&b);
}

/* RFC 3986 section 2.3: all but the unreserved octets. */
static struct str
url_escape(struct arena *a, struct str value)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < value.n; i++) {
		char c = value.s[i];

		if (byte_is_alnum(c) || (c != 0 && strchr("-._~", c) != NULL))
			buf_byte(&b, c);
		else
			buf_printf(&b, "%%%02X", (unsigned char)c);
	}
	return buf_view(&b);
}

static struct str
expand_token(struct arena *a, const struct spf_token *token,
    const struct spf_macro_values *values)
{
	struct str value;

	if (token->letter == 0)
		return token->text;
	value = value_of(a, token->letter, values);
	if (!byte_is_alpha(token->letter))
		return value;
	if (token->parts > 0 || token->reversed || token->delimiters.n > 0)
		value = transform(a, value, token);
	return token->is_upper ? url_escape(a, value) : value;
}

bool
spf_macro_expand(struct arena *a, struct str text, enum spf_macro_place place,
    const struct spf_macro_values *values, struct str *out)
{
	struct spf_macro_reader r = { text, place, 0, SPF_ERROR_OK };
	struct spf_token token;
	struct buf b = { .a = a };

	while (spf_macro_next(&r, &token))
		buf_str(&b, expand_token(a, &token, values));
	if (r.err != SPF_ERROR_OK)
		return false;
	*out = buf_view(&b);
	return true;
}

bool
spf_target_name(struct arena *a, struct str text, struct name *out)
{
	if (str_ends(text, S(".")))
		text.n--;
	while (text.n > SPF_TARGET_MAX && str_find(text, '.') < text.n)
		text = str_from(text, str_find(text, '.') + 1);
	return text.n > 0 && !str_eq(text, S(".")) &&
	    name_from_labels(a, text, out);
}

#include "mail/spf_slip.h"
#include "base/buf.h"
#include "mail/pasted.h"
#include "mail/spf_misspelt.h"
#include "mail/spf_split.h"

static struct str
join3(struct arena *a, struct str x, struct str y, struct str z)
{
	struct buf b = { .a = a };

	buf_str(&b, x);
	buf_str(&b, y);
	buf_str(&b, z);
	return buf_view(&b);
}

static bool
is_one_of(char c, struct str set)
{
	return str_find(set, c) < set.n;
}

static bool
is_sign(char c)
{
	return is_one_of(c, S("+-?~"));
}

static bool
is_legal(struct str text)
{
	return text.n > 0 && spf_term_parse(text, 0).err == SPF_ERROR_OK;
}

static struct str
qualifier_of(const struct spf_term *term)
{
	return str_to(term->text, (size_t)(term->name.s - term->text.s));
}

/* What follows the name, with its ":", "=" or "/". */
static struct str
after_name(const struct spf_term *term)
{
	return str_from(
	    term->text, (size_t)(term->name.s - term->text.s) + term->name.n);
}

static bool
gives(struct str text, struct str *meant)
{
	*meant = text;
	return true;
}

/* "redirect:x" */
static bool
colon_for_equals(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str rest = after_name(term);

	if (rest.n == 0 || rest.s[0] != ':' || qualifier_of(term).n > 0 ||
	    (!str_eq_nocase(term->name, S("redirect")) &&
		!str_eq_nocase(term->name, S("exp"))))
		return false;
	return gives(join3(a, term->name, S("="), str_from(rest, 1)), meant);
}

/* "include._spf.example.com", "include;x", "ip4.192.0.2.1" */
static bool
other_mark_for_colon(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	static const struct str valued[] = { STR("include"), STR("redirect"),
		STR("exists"), STR("ip4"), STR("ip6") };
	struct str sign = str_to(
	    term->text, term->text.n > 0 && is_sign(term->text.s[0]) ? 1 : 0);
	struct str rest = str_from(term->text, sign.n), value, head;

	for (size_t i = 0; i < sizeof(valued) / sizeof(valued[0]); i++) {
		if (!str_starts_nocase(rest, valued[i]) ||
		    rest.n < valued[i].n + 2 ||
		    !is_one_of(rest.s[valued[i].n], S(".;,|-_")))
			continue;
		value = str_from(rest, valued[i].n + 1);
		/* Else it may be a host of this name. */
		if (str_eq(valued[i], S("redirect")) && value.s[0] != '_')
			continue;
		head = str_eq(valued[i], S("redirect"))
		    ? S("redirect=")
		    : join3(a, sign, valued[i], S(":"));
		return gives(join3(a, head, value, S("")), meant);
	}
	return false;
}

/* The value of a term, or all of it where no name is there. */
static struct str
value_of(const struct spf_term *term)
{
	struct str rest = term->name.n > 0 ? after_name(term) : term->text;

	return rest.n > 0 && rest.s[0] == ':' && term->name.n > 0
	    ? str_from(rest, 1)
	    : rest;
}

/* An address where a domain or the other family's belongs, or alone:
 * "a:192.0.2.1", "ip4:2001:db8::1", "192.0.2.1". */
static bool
address_elsewhere(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str sign = term->name.n > 0 ? qualifier_of(term) : S("");
	struct str guess[2] = {
		join3(a, sign, S("ip4:"), value_of(term)),
		join3(a, sign, S("ip6:"), value_of(term)),
	};

	for (int i = 0; i < 2; i++)
		if (is_legal(guess[i])) {
			*meant = guess[i];
			return true;
		}
	/* "2001:db8::1" reads like a name and a value. */
	*meant = join3(a, S(""), S("ip6:"), term->text);
	return is_legal(*meant);
}

/* Whether it looks like a host's name and like nothing else. */
static bool
is_host(struct str text)
{
	bool has_letter = false;

	for (size_t i = 0; i < text.n; i++) {
		if (!byte_is_alnum(text.s[i]) &&
		    !is_one_of(text.s[i], S("._-")))
			return false;
		has_letter |= byte_is_alpha(text.s[i]);
	}
	return has_letter && byte_is_alnum(text.s[0]) &&
	    str_find(text, '.') < text.n;
}

/* A host where an address belongs, or alone: "ip4:mail.example.com",
 * "mail.example.com". */
static bool
host_elsewhere(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str sign = S(""), host = term->text;

	if (term->kind == SPF_IP4 || term->kind == SPF_IP6) {
		sign = qualifier_of(term);
		host = value_of(term);
	}
	*meant = join3(a, sign, S("a:"), host);
	return is_host(host) && is_legal(*meant);
}

/* "-all." and "mx," and "(a)" */
static bool
punctuation(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str marks = S(".,;:|\"'`()<>[]{}\\"), text = term->text;

	(void)a;
	while (text.n > 0 && is_one_of(text.s[text.n - 1], marks))
		text.n--;
	while (text.n > 0 && is_one_of(text.s[0], marks))
		text = str_from(text, 1);
	return text.n < term->text.n && gives(text, meant);
}

/* include:"_spf.example.com", ip4:<192.0.2.1> */
static bool
quotes_inside(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < term->text.n; i++)
		if (!is_one_of(term->text.s[i], S("\"'`<>[]")))
			buf_byte(&b, term->text.s[i]);
	return b.n < term->text.n && gives(buf_view(&b), meant);
}

/* "--all" */
static bool
doubled_sign(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str text = term->text;

	(void)a;
	return text.n > 2 && is_sign(text.s[0]) && text.s[1] == text.s[0] &&
	    gives(str_from(text, 1), meant);
}

/* "all-" */
static bool
sign_behind(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str text = term->text;

	if (text.n != 4 || !is_sign(text.s[3]) ||
	    !str_eq_nocase(str_to(text, 3), S("all")))
		return false;
	return gives(
	    join3(a, str_from(text, 3), str_to(text, 3), S("")), meant);
}

/* "include:https://_spf.example.com/", "a:http://mail.example.com" */
static bool
url(struct arena *a, const struct spf_term *term, struct str *meant)
{
	size_t at = str_search(term->text, S("://")), start = at;
	struct str host;

	if (at == term->text.n)
		return false;
	while (start > 0 && byte_is_alpha(term->text.s[start - 1]))
		start--;
	host = str_from(term->text, at + 3);
	host.n = str_find(host, '/');
	return gives(join3(a, str_to(term->text, start), host, S("")), meant);
}

/* "a:host.example:25" */
static bool
port(struct arena *a, const struct spf_term *term, struct str *meant)
{
	size_t n = term->text.n;

	(void)a;
	while (n > 0 && byte_is_digit(term->text.s[n - 1]))
		n--;
	return n > 0 && n < term->text.n && term->text.s[n - 1] == ':' &&
	    gives(str_to(term->text, n - 1), meant);
}

/* What follows the last slash, and what is before it. */
static bool
cut_length(struct str text, struct str *head, struct str *length)
{
	size_t slash = str_find_last(text, '/');

	*head = str_to(text, slash);
	*length = str_from(text, slash + 1);
	return slash < text.n;
}

/* "ip4:192.0.2.0/255.255.255.0" */
static bool
netmask(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str head, mask;
	unsigned bits = 0;
	struct ip ip;

	if (!cut_length(term->text, &head, &mask) || !ip_parse(mask, &ip) ||
	    ip.family != IP_V4)
		return false;
	while (bits < 32 && (ip.b[bits / 8] & (0x80 >> bits % 8)) != 0)
		bits++;
	for (unsigned i = bits; i < 32; i++)
		if ((ip.b[i / 8] & (0x80 >> i % 8)) != 0)
			return false;
	return gives(arena_printf(a, "%.*s/%u", PSTR(head), bits), meant);
}

/* "a/24/64", "ip4:192.0.2.0//24", "ip4:192.0.2.0/024", "ip4:192.0.2/24" */
static bool
prefix_length(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str head, length;
	size_t zeros = 0;

	if (!cut_length(term->text, &head, &length))
		return false;
	*meant = join3(a, head, S("//"), length);
	if (term->kind != SPF_IP4 && is_legal(*meant))
		return true;
	while (zeros + 1 < length.n && length.s[zeros] == '0')
		zeros++;
	length = join3(a, S("/"), str_from(length, zeros), S(""));
	while (str_ends(head, S("/")) || str_ends(head, S(".")))
		head.n--;
	for (int missing = 0; missing < 3; missing++) {
		*meant = join3(a, head, length, S(""));
		if (is_legal(*meant))
			return true;
		head = join3(a, head, S(".0"), S(""));
	}
	return false;
}

/* Terms that follow each other without a space. */
static bool
stuck(struct arena *a, const struct spf_term *term, struct str *meant)
{
	return spf_split_terms(a, term->text, meant);
}

/* "a,mx,-all", "ip4:192.0.2.1;192.0.2.2" and "include:a.example|mx"; not the
 * delimiters of a macro. */
static bool
list(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct buf b = { .a = a };
	bool found = false;

	if (str_search(term->text, S("%{")) < term->text.n)
		return false;
	for (size_t i = 0; i < term->text.n; i++) {
		bool is_mark = is_one_of(term->text.s[i], S(",;|&"));

		buf_byte(&b, is_mark ? ' ' : term->text.s[i]);
		found |= is_mark;
	}
	return found && gives(buf_view(&b), meant);
}

/* Dashes, blanks and letters of word processors and input methods. */
static bool
typography(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str plain = str_trim(pasted_plain(a, term->text));

	return !str_eq(plain, term->text) && gives(plain, meant);
}

/* The more particular first. */
static bool (*const slips[])(
    struct arena *a, const struct spf_term *term, struct str *meant) = {
	typography,
	spf_misspelt,
	colon_for_equals,
	doubled_sign,
	sign_behind,
	quotes_inside,
	punctuation,
	url,
	address_elsewhere,
	port,
	netmask,
	prefix_length,
	stuck,
	list,
	other_mark_for_colon,
	host_elsewhere,
};

size_t
spf_slips(void)
{
	return sizeof(slips) / sizeof(slips[0]);
}

bool
spf_slip(
    struct arena *a, const struct spf_term *term, size_t i, struct str *guess)
{
	return slips[i](a, term, guess);
}

bool
spf_slip_url(struct arena *a, const struct spf_term *term, struct str *guess)
{
	return url(a, term, guess);
}

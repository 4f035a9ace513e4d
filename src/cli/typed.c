#include "cli/typed.h"

/* Without what stands before the mark, and the mark. */
static bool
skip_past(struct str *text, struct str mark)
{
	size_t at = str_search(*text, mark);

	if (at == text->n)
		return false;
	*text = str_from(*text, at + mark.n);
	return true;
}

/* Of "//user@example.com:443/path?query". */
static struct str
host_of_url(struct str text)
{
	struct str host;

	for (size_t n = 0; n < text.n; n++)
		if (text.s[n] == '/' || text.s[n] == '?' || text.s[n] == '#')
			text.n = n;
	if (str_find(text, '@') < text.n)
		text = str_from(text, str_find_last(text, '@') + 1);
	host = str_to(text, str_find(text, ':'));
	return host.n > 0 ? host : text;
}

struct str
typed_domain(struct str text)
{
	text = str_trim(text);
	if (skip_past(&text, S("://")))
		return host_of_url(text);
	if (str_starts_nocase(text, S("mailto:")))
		text = str_from(text, sizeof("mailto:") - 1);
	if (str_ends(text, S(">")) && skip_past(&text, S("<")))
		text.n--;
	if (str_find(text, '@') < text.n)
		return str_from(text, str_find_last(text, '@') + 1);
	/* A path, as of a URL without its scheme. */
	return str_to(text, str_find(text, '/'));
}

/* Without brackets and the like; true if there were any. */
static bool
unwrap(struct str *text)
{
	static const struct str tags[] = { STR("IPv6:"), STR("ip4:"),
		STR("ip6:") };
	bool is_wrapped = false;

	if (str_starts(*text, S("[")) && str_ends(*text, S("]"))) {
		*text = str_from(str_to(*text, text->n - 1), 1);
		is_wrapped = true;
	}
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (str_starts_nocase(*text, tags[i])) {
			*text = str_from(*text, tags[i].n);
			return true;
		}
	return is_wrapped;
}

/* Digits and dots, or what only IPv6 addresses are written with. */
static bool
looks_like_ip(struct str text)
{
	bool has_colon = false, has_dot = false;
	bool has_letter = false, has_digit = false;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == ':')
			has_colon = true;
		else if (text.s[i] == '.')
			has_dot = true;
		else if (byte_hex(text.s[i]) < 0)
			return false;
		else if (byte_is_digit(text.s[i]))
			has_digit = true;
		else
			has_letter = true;
	}
	return has_colon || (has_dot && has_digit && !has_letter);
}

bool
typed_is_ip(struct str text)
{
	struct str rest = str_trim(text), part;

	str_cut(&rest, ',', &part);
	part = str_to(part, str_find(part, '='));
	return unwrap(&part) ||
	    looks_like_ip(str_to(part, str_find(part, '/')));
}

bool
typed_ip(struct str text, struct ip *out, const char **reason)
{
	struct str rest = str_trim(text), bits;
	size_t slash;
	struct ip ip;

	unwrap(&rest);
	slash = str_find(rest, '/');
	bits = str_from(rest, slash + 1);
	if (!ip_parse(str_to(rest, slash), &ip)) {
		*reason = "not an IPv4 or IPv6 address";
		return false;
	}
	if (slash < rest.n &&
	    !str_eq(bits, ip.family == IP_V4 ? S("32") : S("128"))) {
		*reason = "a network; name each address that sends";
		return false;
	}
	*out = ip_unmapped(ip);
	return true;
}

bool
typed_selector(struct str *selector, struct str *domain)
{
	static const struct str suffix = STR("._domainkey");

	for (size_t at = 0; at + suffix.n <= selector->n; at++) {
		struct str behind = str_from(*selector, at + suffix.n);

		if (!str_starts_nocase(str_from(*selector, at), suffix) ||
		    (behind.n > 0 && behind.s[0] != '.'))
			continue;
		*selector = str_to(*selector, at);
		*domain = str_from(behind, 1);
		return true;
	}
	return false;
}

/* Report addresses: of mailto: alone, as receivers must write to no other
 * (RFC 9989 section 4.7, RFC 6068 section 2). */
#include "mail/dmarc.h"
#include "mail/host_pattern.h"

/* What follows "!": digits and a unit (RFC 7489 section 6.4). */
static bool
is_size(struct str s)
{
	uint32_t number;

	if (s.n > 0 && byte_is_alpha(s.s[s.n - 1])) {
		if (str_find(S("kmgt"), byte_lower(s.s[s.n - 1])) == 4)
			return false;
		s.n--;
	}
	return str_u32(s, UINT32_MAX, &number);
}

/* "%" and two hexadecimal digits stand for any other octet. */
static bool
is_local_part(struct str s)
{
	static const struct str atext = STR("!#$&'*+-/=?^_`{|}~.");

	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];

		if (c == '%' && i + 2 < s.n && byte_hex(s.s[i + 1]) >= 0 &&
		    byte_hex(s.s[i + 2]) >= 0)
			i += 2;
		else if (!byte_is_alnum(c) && str_find(atext, c) == atext.n)
			return false;
	}
	return s.n > 0 && s.s[0] != '.' && s.s[s.n - 1] != '.';
}

static const char *
read_address(struct arena *a, struct str address, struct dmarc_uri *out)
{
	size_t at = str_find_last(address, '@');
	struct str local = str_to(address, at);
	struct name host;

	if (str_starts_nocase(address, S("mailto:")))
		return "a report address has \"mailto:\" twice";
	if (str_starts(address, S("//")))
		return "a report address has \"//\" behind \"mailto:\"";
	if (str_find(address, '<') < address.n ||
	    str_find(address, '>') < address.n)
		return "a report address must not stand in brackets";
	if (at == address.n || !is_local_part(local) ||
	    !name_from_labels(a, str_from(address, at + 1), &host) ||
	    !host_is_legal(host))
		return "a report address is no mail address";
	out->host = host;
	return NULL;
}

/* RFC 3986 section 3.1 */
static bool
is_scheme(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!byte_is_alnum(s.s[i]) &&
		    (i == 0 || str_find(S("+-."), s.s[i]) == 3))
			return false;
	return s.n > 0 && byte_is_alpha(s.s[0]);
}

const char *
dmarc_read_uri(
    struct arena *a, struct str text, struct dmarc_uri *out, bool *has_limit)
{
	size_t bang = str_find(text, '!'), colon = str_find(text, ':');
	struct str address;

	*out = (struct dmarc_uri){ .text = str_to(text, bang) };
	if (bang < text.n) {
		if (!is_size(str_from(text, bang + 1)))
			return "a \"!\" in an address must be written %21";
		*has_limit = true;
	}
	if (text.n == 0)
		return "a report address is missing";
	if (colon >= bang)
		return str_find(text, '@') < text.n
		    ? "a report address lacks \"mailto:\""
		    : "a report address is no URI";
	if (!is_scheme(str_to(text, colon)))
		return "a report address is no URI";
	/* Receivers ignore schemes that they don't know; but whose address
	 * looks like one of mail has it wrong. */
	if (!str_eq_nocase(str_to(text, colon), S("mailto")))
		return str_find(text, '@') < text.n &&
			!str_starts(str_from(text, colon + 1), S("//"))
		    ? "a report address begins with \"mailto:\""
		    : NULL;
	address = str_from(out->text, colon + 1);
	return read_address(a, str_to(address, str_find(address, '?')), out);
}

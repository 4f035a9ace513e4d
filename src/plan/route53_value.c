#include "plan/route53_value.h"
#include "base/buf.h"
#include "dns/record_make.h"
#include "dns/zone_type.h"

enum { STRING_MAX = 255, VALUE_STRINGS_MAX = 64, SOA_WORDS = 7 };

static bool
is_octal(struct str text, size_t at)
{
	for (size_t i = at; i < at + 3; i++)
		if (i >= text.n || text.s[i] < '0' || text.s[i] > '7')
			return false;
	return text.s[at] <= '3';
}

static unsigned
octal(struct str text, size_t at)
{
	return (unsigned)(text.s[at] - '0') << 6 |
	    (unsigned)(text.s[at + 1] - '0') << 3 |
	    (unsigned)(text.s[at + 2] - '0');
}

/* By way of a zone file's form, with its decimal escapes. */
bool
route53_name(struct arena *a, struct str text, struct name *out)
{
	struct buf b = { .a = a };

	if (text.n > 4 * NAME_MAX_OCTETS)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\\' && is_octal(text, i + 1)) {
			buf_byte(&b, '\\');
			buf_number(&b, octal(text, i + 1), 3);
			i += 3;
		} else {
			buf_byte(&b, text.s[i]);
		}
	}
	return name_parse(a, buf_view(&b), out);
}

uint16_t
route53_type(struct arena *a, struct str text)
{
	uint16_t type = 0;

	zone_kind(a, text, &type);
	return type;
}

/* The string that text starts with, behind its quote; the octets that it
 * takes, or 0 where it is not closed. */
static size_t
read_quoted(struct buf *b, struct str text)
{
	size_t i = 0;

	while (i < text.n && text.s[i] != '"') {
		if (text.s[i] == '\\' && is_octal(text, i + 1)) {
			buf_byte(b, (char)octal(text, i + 1));
			i += 4;
		} else {
			i += text.s[i] == '\\' && i + 1 < text.n;
			buf_byte(b, text.s[i++]);
		}
	}
	return i < text.n ? i + 1 : 0;
}

static bool
read_txt(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out, unsigned *flaws)
{
	struct str strings[VALUE_STRINGS_MAX];
	size_t n = 0, taken;

	text = str_trim(text);
	if (!str_starts(text, S("\""))) {
		*flaws |= ROUTE53_UNQUOTED;
		return record_of_strings(a, type, &text, 1, ttl, out);
	}
	while (text.n > 0) {
		struct buf b = { .a = a };

		if (text.s[0] != '"' || n == VALUE_STRINGS_MAX)
			return false;
		taken = read_quoted(&b, str_from(text, 1));
		if (taken == 0)
			return false;
		strings[n++] = buf_view(&b);
		if (b.n > STRING_MAX)
			*flaws |= ROUTE53_LONG_STRING;
		text = str_trim(str_from(text, taken + 1));
	}
	return record_of_strings(a, type, strings, n, ttl, out);
}

static bool
read_ip(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out)
{
	struct ip ip;

	if (!ip_parse(str_trim(text), &ip) ||
	    ip.family != (type == TYPE_A ? IP_V4 : IP_V6))
		return false;
	*out = record_of_ip(a, ip, ttl);
	return true;
}

/* The words of a value; false where there are others than n. */
static bool
read_words(struct str text, struct str *words, size_t n)
{
	size_t found = 0;
	struct str word;

	text = str_trim(text);
	while (str_cut(&text, ' ', &word)) {
		if (word.n == 0)
			continue;
		if (found == n)
			return false;
		words[found++] = word;
	}
	return found == n;
}

static bool
read_mx(struct arena *a, struct str text, uint32_t ttl, struct record *out)
{
	struct str words[2];
	uint32_t preference;
	struct name name;

	if (!read_words(text, words, 2) ||
	    !str_u32(words[0], UINT16_MAX, &preference) ||
	    !route53_name(a, words[1], &name))
		return false;
	*out = record_of_mx(a, preference, name, ttl);
	return true;
}

static bool
read_soa(struct arena *a, struct str text, uint32_t ttl, struct record *out)
{
	struct str words[SOA_WORDS];
	struct buf b = { .a = a };
	struct name name;
	uint32_t number;

	if (!read_words(text, words, SOA_WORDS))
		return false;
	for (size_t i = 0; i < 2; i++) {
		if (!route53_name(a, words[i], &name))
			return false;
		buf_str(&b, (struct str){ (const char *)name.wire, name.n });
	}
	for (size_t i = 2; i < SOA_WORDS; i++) {
		if (!str_u32(words[i], UINT32_MAX, &number))
			return false;
		for (int shift = 24; shift >= 0; shift -= 8)
			buf_byte(&b, (char)(number >> shift & 255));
	}
	*out = (struct record){ TYPE_SOA, (uint16_t)b.n, ttl,
		(const unsigned char *)b.s };
	return true;
}

static bool
read_value(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out, unsigned *flaws)
{
	struct name name;

	switch (type) {
	case TYPE_A:
	case TYPE_AAAA:
		return read_ip(a, type, text, ttl, out);
	case TYPE_MX:
		return read_mx(a, text, ttl, out);
	case TYPE_TXT:
	case TYPE_SPF:
		return read_txt(a, type, text, ttl, out, flaws);
	case TYPE_SOA:
		return read_soa(a, text, ttl, out);
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_NS:
	case TYPE_DNAME:
		if (!route53_name(a, str_trim(text), &name))
			return false;
		*out = record_of_name(a, type, name, ttl);
		return true;
	default:
		*out = (struct record){ .type = type, .ttl = ttl };
		return !type_is_read(type);
	}
}

bool
route53_records(struct arena *a, uint16_t type, const struct str *values,
    size_t n, uint32_t ttl, struct record *out, unsigned *flaws, size_t *bad)
{
	for (size_t i = 0; i < n; i++)
		if (!read_value(a, type, values[i], ttl, &out[i], flaws)) {
			*bad = i;
			return false;
		}
	return true;
}

#include "cli/builder.h"
#include "base/escape.h"
#include "dns/idna.h"

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
	[PART_LABEL] = "label=",
};

struct str
request_error_text(struct arena *a, const struct request_error *err)
{
	return arena_printf(a, "%s '%.*s': %.*s", part_text[err->part],
	    PSTR(excerpt(a, err->value, EXCERPT_COLUMNS)), PSTR(err->reason));
}

bool
builder_fail_str(struct builder *b, enum request_part part, struct str value,
    struct str reason)
{
	*b->err = (struct request_error){ part, value, reason };
	return false;
}

bool
builder_fail(struct builder *b, enum request_part part, struct str value,
    const char *reason)
{
	return builder_fail_str(b, part, value, str_of(reason));
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
bool
build_name(struct builder *b, enum request_part part, struct str value,
    struct str name, struct name *out)
{
	const char *reason;
	struct name parsed;
	struct ip ip;

	if (ip_parse(name, &ip))
		return builder_fail(b, part, value, "an IP address is no name");
	if (!idna_parse(b->a, name, &parsed, &reason))
		return builder_fail(b, part, value, reason);
	if (is_address(b, parsed))
		return builder_fail(b, part, value, "an IP address is no name");
	reason = why_no_host(name_text(b->a, parsed), part);
	if (reason != NULL)
		return builder_fail(b, part, value, reason);
	*out = parsed;
	return true;
}

/* The host of mail is never alone in the world. */
bool
build_host_name(struct builder *b, enum request_part part, struct str value,
    struct str name, struct name *out)
{
	struct name host;

	if (!build_name(b, part, value, name, &host))
		return false;
	if (name_labels(host) < 2)
		return builder_fail(
		    b, part, value, "a host has a domain behind it");
	*out = host;
	return true;
}

/* No mail server can be made to say anything else. */
bool
build_printable(struct builder *b, enum request_part part, struct str text)
{
	if (str_eq(escape(b->a, text), text))
		return true;
	return builder_fail(
	    b, part, text, "it has a character that cannot be seen");
}

size_t
builder_count_parts(const struct str *words, size_t n)
{
	size_t parts = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at <= words[i].n; at++)
			parts += at == words[i].n || words[i].s[at] == ',';
	return parts;
}

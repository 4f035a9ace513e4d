#include "mail/host_pattern.h"
#include "base/buf.h"

enum {
	HEX_DIGITS = 8,        /* of an IPv4 address */
	NIBBLES_THAT_TELL = 8, /* of an IPv6 address in a name */
	LABELS_OF_OWNER = 2,   /* say who runs the host, not what it is */
};

/* Names that a cloud gives to an address until somebody sets another: a
 * prefix, the address somewhere, and a suffix. */
static const struct {
	const char *cloud;
	struct str prefix, suffix;
} defaults[] = {
	{ "Amazon EC2", STR("ec2-"), STR(".amazonaws.com") },
	{ "Amazon EC2", STR("ec2-"), STR(".amazonaws.com.cn") },
	{ "Amazon EC2", STR("ip-"), STR(".internal") },
	{ "Google Cloud", STR(""), STR(".bc.googleusercontent.com") },
	{ "Microsoft Azure", STR(""), STR(".cloudapp.azure.com") },
	{ "Linode", STR(""), STR(".ip.linodeusercontent.com") },
	{ "Vultr", STR(""), STR(".vultrusercontent.com") },
	{ "Hetzner", STR("static."), STR(".your-server.de") },
	{ "Scaleway", STR(""), STR(".instances.scw.cloud") },
};

/* How an IPv4 address is written into a name. */
enum notation { DECIMAL, PADDED, HEX };

static const struct {
	enum notation notation;
	const char *separator;
} written[] = {
	{ DECIMAL, "-" },
	{ DECIMAL, "." },
	{ DECIMAL, "x" },
	{ DECIMAL, "_" },
	{ PADDED, "" },
	{ PADDED, "-" },
	{ PADDED, "." },
	{ HEX, "" },
};

static void
put_octet(struct buf *b, enum notation notation, unsigned octet)
{
	switch (notation) {
	case DECIMAL:
		buf_number(b, octet, 1);
		break;
	case PADDED:
		buf_number(b, octet, 3);
		break;
	case HEX:
		buf_byte(b, "0123456789abcdef"[octet >> 4]);
		buf_byte(b, "0123456789abcdef"[octet & 15U]);
		break;
	}
}

static struct str
write_ipv4(struct arena *a, struct ip ip, size_t way, bool backward)
{
	struct buf b = { .a = a };

	for (unsigned i = 0; i < 4; i++) {
		if (i > 0)
			buf_text(&b, written[way].separator);
		put_octet(
		    &b, written[way].notation, ip.b[backward ? 3 - i : i]);
	}
	return buf_view(&b);
}

/* Whether part stands in s, and no byte of a kind touches it there. */
static bool
stands_apart(struct str s, struct str part, bool (*kind)(char))
{
	for (size_t at = 0; at + part.n <= s.n; at++) {
		size_t end = at + part.n;

		if (str_starts(str_from(s, at), part) &&
		    (at == 0 || !kind(s.s[at - 1])) &&
		    (end == s.n || !kind(s.s[end])))
			return true;
	}
	return false;
}

static bool
is_hex(char c)
{
	return byte_hex(c) >= 0;
}

/* Whether the name has as many digits as the address, or a run of them as
 * long as its hexadecimal form: most have not, and are done. */
static bool
may_hold_ipv4(struct str host, struct ip ip)
{
	size_t digits = 0, run = 0, longest = 0, wanted = 0;

	for (int i = 0; i < 4; i++)
		wanted += ip.b[i] > 99 ? 3 : ip.b[i] > 9 ? 2 : 1;
	for (size_t i = 0; i < host.n; i++) {
		digits += byte_is_digit(host.s[i]);
		run = is_hex(host.s[i]) ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return digits >= wanted || longest >= HEX_DIGITS;
}

static struct str
find_ipv4(struct arena *a, struct str host, struct ip ip)
{
	if (!may_hold_ipv4(host, ip))
		return S("");
	for (size_t i = 0; i < sizeof(written) / sizeof(written[0]); i++)
		for (int backward = 0; backward < 2; backward++) {
			struct str text = write_ipv4(a, ip, i, backward != 0);

			if (stands_apart(host, text,
				written[i].notation == HEX ? is_hex
							   : byte_is_digit))
				return text;
		}
	return S("");
}

/* The hexadecimal digits of a name, what separates groups left out, so that
 * 2001-db8-0-1 does not hide them; other bytes end a run. */
static struct str
hex_runs(struct arena *a, struct str host)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < host.n; i++)
		if (is_hex(host.s[i]))
			buf_byte(&b, host.s[i]);
		else if (host.s[i] != '-' && host.s[i] != '.')
			buf_byte(&b, ' ');
	return buf_view(&b);
}

static struct str
find_ipv6(struct arena *a, struct str host, struct ip ip)
{
	struct str runs = hex_runs(a, host);
	struct buf nibbles[2] = { { .a = a }, { .a = a } };

	for (unsigned i = 0; i < 16; i++) {
		buf_printf(&nibbles[0], "%02x", ip.b[i]);
		buf_printf(
		    &nibbles[1], "%x%x", ip.b[15 - i] & 15U, ip.b[15 - i] >> 4);
	}
	for (size_t at = 0; at + NIBBLES_THAT_TELL <= 32; at++)
		for (int way = 0; way < 2; way++) {
			struct str part =
			    str_to(str_from(buf_view(&nibbles[way]), at),
				NIBBLES_THAT_TELL);

			if (!str_eq(part, S("00000000")) &&
			    str_search(runs, part) < runs.n)
				return part;
		}
	return S("");
}

static struct str
find_address(struct arena *a, struct str host, struct ip ip)
{
	return ip.family == IP_V4 ? find_ipv4(a, host, ip)
				  : find_ipv6(a, host, ip);
}

const char *
host_default_of(struct arena *a, struct name host, struct ip ip)
{
	struct str text = name_text(a, host);

	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++)
		if (str_starts(text, defaults[i].prefix) &&
		    str_ends(text, defaults[i].suffix) &&
		    find_address(a, text, ip).n > 0)
			return defaults[i].cloud;
	return NULL;
}

/* Words of access networks.  Those that a mail host may have too count only
 * beside a digit in their own label: "pool-7", not "pool". */
static const struct {
	struct str word;
	bool needs_digit;
} words[] = {
	{ STR("adsl"), false },
	{ STR("bredband"), false },
	{ STR("broadband"), false },
	{ STR("cable"), true },
	{ STR("cablemodem"), false },
	{ STR("catv"), false },
	{ STR("cdma"), false },
	{ STR("client"), true },
	{ STR("clients"), true },
	{ STR("cust"), true },
	{ STR("customer"), true },
	{ STR("customers"), true },
	{ STR("dhcp"), false },
	{ STR("dial-up"), false },
	{ STR("dialup"), false },
	{ STR("dsl"), false },
	{ STR("dyn"), false },
	{ STR("dynamic"), false },
	{ STR("dynip"), false },
	{ STR("gprs"), false },
	{ STR("homeuser"), false },
	{ STR("in-addr"), false },
	{ STR("kabel"), true },
	{ STR("modem"), false },
	{ STR("nat"), true },
	{ STR("pool"), true },
	{ STR("ppp"), false },
	{ STR("pppoe"), false },
	{ STR("pptp"), false },
	{ STR("sdsl"), false },
	{ STR("unused-addr"), false },
	{ STR("user"), true },
	{ STR("vdsl"), false },
	{ STR("wifi"), false },
	{ STR("xdsl"), false },
};

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (byte_is_digit(s.s[i]))
			return true;
	return false;
}

static struct str
find_word(struct name host)
{
	for (; name_labels(host) > LABELS_OF_OWNER; host = name_parent(host)) {
		struct str label = name_label(host);

		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (stands_apart(label, words[i].word, byte_is_alpha) &&
			    (!words[i].needs_digit || has_digit(label)))
				return words[i].word;
	}
	return S("");
}

struct str
host_generic(struct arena *a, struct name host, struct ip ip)
{
	struct str found = find_address(a, name_text(a, host), ip);

	if (found.n > 0)
		return arena_printf(
		    a, "holds the address as '%.*s'", PSTR(found));
	found = find_word(host);
	if (found.n > 0)
		return arena_printf(a, "has the word '%.*s'", PSTR(found));
	return found;
}

static bool
label_is_legal(struct str label)
{
	for (size_t i = 0; i < label.n; i++)
		if (!byte_is_alnum(label.s[i]) &&
		    !(label.s[i] == '-' && i > 0 && i + 1 < label.n))
			return false;
	return label.n > 0;
}

bool
host_is_legal(struct name host)
{
	uint32_t number;

	if (name_labels(host) < 2 ||
	    str_u32(name_label(name_last(host, 1)), UINT32_MAX, &number))
		return false;
	for (; host.n > 1; host = name_parent(host))
		if (!label_is_legal(name_label(host)))
			return false;
	return true;
}

#include "mail/received.h"
#include "mail/message.h"

/* What stands between two blanks, or a comment with all that is in it. */
struct part {
	struct str text;
	bool is_comment;
};

static bool
next_part(struct str *rest, struct part *out)
{
	size_t n = 0, depth = 0;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	out->is_comment = rest->s[0] == '(';
	for (; n < rest->n; n++) {
		char c = rest->s[n];

		if (c == '\\' && depth > 0)
			n++;
		else if (c == '(' && (depth > 0 || n == 0))
			depth++;
		else if (c == ')' && depth > 0 && --depth == 0 && n++ > 0)
			break;
		else if (depth == 0 &&
		    (c == ' ' || c == '\t' || c == ';' || c == '('))
			break;
	}
	if (n > rest->n)
		n = rest->n;
	if (n == 0)
		n = 1; /* ";" alone */
	out->text = str_to(*rest, n);
	*rest = str_from(*rest, n);
	if (out->is_comment) {
		out->text = str_from(out->text, 1);
		if (str_ends(out->text, S(")")))
			out->text.n--;
	}
	return true;
}

/* The next part that is no comment. */
static bool
next_word(struct str *rest, struct part *out)
{
	bool found = next_part(rest, out);

	while (found && out->is_comment)
		found = next_part(rest, out);
	return found;
}

/* An IPv4 address may have a port behind it: "192.0.2.1:4321". */
static struct str
without_port(struct str text)
{
	size_t colon = str_find(text, ':');

	return str_find_last(text, ':') == colon ? str_to(text, colon) : text;
}

/* "[192.0.2.1]", "[IPv6:2001:db8::1]", "192.0.2.1", "[::ffff:192.0.2.1]". */
static bool
read_ip(struct str text, struct ip *out)
{
	struct ip ip;

	if (text.n > 1 && text.s[0] == '[') {
		text = str_from(text, 1);
		text = str_to(text, str_find(text, ']'));
	}
	if (str_starts_nocase(text, S("IPv6:")))
		text = str_from(text, 5);
	if (!ip_parse(without_port(text), &ip))
		return false;
	*out = ip_unmapped(ip);
	return true;
}

static struct str
host_of(struct str text)
{
	if (str_ends(text, S(".")))
		text.n--;
	if (str_eq_nocase(text, S("unknown")) ||
	    str_eq_nocase(text, S("localhost")) || text.n == 0)
		return S("");
	return text;
}

/* "helo=x", "HELO x", "EHLO x", "LHLO x"; what follows the word is in rest. */
static bool
take_helo(struct str word, struct str *rest, struct str *out)
{
	struct part part;

	if (str_starts_nocase(word, S("helo=")) ||
	    str_starts_nocase(word, S("ehlo=")) ||
	    str_starts_nocase(word, S("lhlo="))) {
		*out = host_of(str_from(word, 5));
		return true;
	}
	if ((str_eq_nocase(word, S("helo")) || str_eq_nocase(word, S("ehlo")) ||
		str_eq_nocase(word, S("lhlo"))) &&
	    next_part(rest, &part)) {
		*out = host_of(part.text);
		return true;
	}
	return false;
}

/* Protocols of those who log in (RFC 3848), and ways in that are no SMTP. */
static const struct str login_protocols[] = {
	STR("esmtpa"),
	STR("esmtpsa"),
	STR("utf8smtpa"),
	STR("utf8smtpsa"),
	STR("lmtpa"),
	STR("lmtpsa"),
	STR("smtpa"),
	STR("smtpsa"),
	STR("asmtp"),
	STR("http"),
	STR("https"),
	STR("httprest"),
	STR("mapi"),
};

static bool
is_login_protocol(struct str word)
{
	size_t n = sizeof(login_protocols) / sizeof(login_protocols[0]);

	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(word, login_protocols[i]))
			return true;
	return false;
}

/* "(Authenticated sender: x)" of Postfix, "(authenticated bits=0)" of Sendmail,
 * "(AUTH: LOGIN x)" of Courier. */
static bool
tells_login(struct str comment)
{
	return str_starts_nocase(comment, S("authenticated")) ||
	    str_starts_nocase(comment, S("auth:"));
}

/* A comment behind "from": "name [address]", "[address] helo=name", ... */
static void
read_comment(struct str text, struct received *r, bool *told_helo)
{
	struct part part;
	struct ip ip;

	while (next_part(&text, &part)) {
		struct str word = part.text;
		size_t bracket;

		if (part.is_comment) {
			r->has_login = r->has_login || tells_login(part.text);
			continue;
		}
		if (str_starts_nocase(word, S("ident:")))
			word = str_from(word, str_find(word, '@') + 1);
		if (take_helo(word, &text, &r->helo)) {
			*told_helo = true;
			continue;
		}
		bracket = str_find(word, '[');
		if (read_ip(str_from(word, bracket), &ip) ||
		    read_ip(word, &ip)) {
			if (r->ip.family == IP_NONE)
				r->ip = ip;
		} else if (r->rdns.n == 0 && r->ip.family == IP_NONE &&
		    str_find(word, '.') < word.n &&
		    str_find(word, '=') == word.n &&
		    str_find(word, '@') == word.n) {
			r->rdns = host_of(word);
		}
	}
}

/* "from NAME", where the name is what the client said; with Exim, if it says
 * "helo=" as well, what the DNS says. */
static void
settle_names(struct received *r, struct str from, bool told_helo)
{
	struct ip ip;

	if (read_ip(from, &ip)) {
		if (r->ip.family == IP_NONE)
			r->ip = ip;
		if (!told_helo)
			r->helo = from;
		return;
	}
	if (!told_helo)
		r->helo = host_of(from);
	else if (r->rdns.n == 0)
		r->rdns = host_of(from);
}

struct received
received_read(struct arena *a, struct str value)
{
	struct str rest = message_unfold(a, value), from = S("");
	struct received r = { .ip = { .family = IP_NONE } };
	bool in_from = false, has_from = false, told_helo = false;
	struct part part;

	while (next_part(&rest, &part) && !str_eq(part.text, S(";"))) {
		if (part.is_comment) {
			r.has_login = r.has_login || tells_login(part.text);
			if (in_from)
				read_comment(part.text, &r, &told_helo);
		} else if (str_eq_nocase(part.text, S("from")) && !has_from) {
			in_from = next_part(&rest, &part);
			has_from = in_from;
			if (in_from && !part.is_comment)
				from = part.text;
			else if (in_from)
				read_comment(part.text, &r, &told_helo);
		} else if (str_eq_nocase(part.text, S("by"))) {
			in_from = false;
			if (r.by.n == 0 && next_word(&rest, &part))
				r.by = host_of(part.text);
		} else if (str_eq_nocase(part.text, S("with"))) {
			in_from = false;
			if (next_word(&rest, &part))
				r.has_login =
				    r.has_login || is_login_protocol(part.text);
		} else if (in_from && part.text.s[0] == '[') {
			read_comment(part.text, &r, &told_helo);
		}
	}
	if (has_from)
		settle_names(&r, from, told_helo);
	return r;
}

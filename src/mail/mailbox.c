#include "mail/mailbox.h"
#include "base/buf.h"
#include "mail/message.h"

/* The octets of the comment or quoted string that s starts with. */
static size_t
enclosed_octets(struct str s)
{
	char open = s.s[0], close = open == '(' ? ')' : '"';
	size_t depth = 0, at = 0;

	for (; at < s.n; at++) {
		char c = s.s[at];

		if (c == '\\')
			at++;
		else if (c == open && (open == '(' || at == 0))
			depth++;
		else if (c == close && --depth == 0)
			return at + 1;
	}
	return s.n;
}

/* One mailbox of the list, without comments; where its brackets are, or
 * nothing. */
struct written {
	struct buf text;
	size_t open, close; /* of "<" and ">" in it; equal: none */
};

/* Takes what stands before the next comma or semicolon, or behind a group's
 * colon, from rest. */
static void
take_one(struct arena *a, struct str *rest, struct written *out)
{
	*out = (struct written){ .text = { .a = a } };
	while (rest->n > 0) {
		char c = rest->s[0];
		size_t n = c == '(' || c == '"' ? enclosed_octets(*rest) : 1;
		bool in_brackets = out->open > 0 && out->close == 0;

		if (c != '(')
			buf_str(&out->text, str_to(*rest, n));
		*rest = str_from(*rest, n);
		if (c == '<') {
			out->open = out->text.n;
			out->close = 0;
		} else if (c == '>' && in_brackets) {
			out->close = out->text.n - 1;
		} else if ((c == ',' || c == ';' || c == ':') && !in_brackets &&
		    str_find(buf_view(&out->text), '[') >= out->text.n) {
			out->text.n--;
			if (c == ':') /* the group's name is no address */
				*out = (struct written){ .text = { .a = a } };
			else
				return;
		}
	}
}

/* "@a,@b:c@d" is an obsolete way to say "c@d". */
static struct str
without_route(struct str address)
{
	size_t colon = str_find(address, ':');

	return address.n > 0 && address.s[0] == '@' && colon < address.n
	    ? str_from(address, colon + 1)
	    : address;
}

/* A quoted string may hold anything. */
static bool
is_local(struct str s)
{
	if (s.n > 1 && s.s[0] == '"')
		return s.s[s.n - 1] == '"';
	return s.n > 0 && str_find(s, '<') == s.n && str_find(s, '"') == s.n;
}

static bool
is_domain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_find(S(" \t\"<>"), s.s[i]) < 5)
			return false;
	return s.n > 0;
}

static bool
read_address(struct str address, struct mailbox *out)
{
	size_t at;

	address = without_route(str_trim(address));
	at = str_find_last(address, '@');
	if (at == 0 || at >= address.n)
		return false;
	out->local = str_trim(str_to(address, at));
	out->domain = str_trim(str_from(address, at + 1));
	if (str_ends(out->domain, S(".")))
		out->domain.n--;
	out->is_literal = out->domain.n > 0 && out->domain.s[0] == '[';
	return is_local(out->local) && is_domain(out->domain);
}

/* False for what is no address; true, and nothing in out, for nothing. */
static bool
read_written(const struct written *w, struct mailbox *out)
{
	struct str text = buf_view(&w->text);

	if (w->close > 0)
		return read_address(
		    str_from(str_to(text, w->close), w->open), out);
	return str_trim(text).n == 0 || read_address(text, out);
}

struct mailboxes
mailboxes_read(struct arena *a, struct str value)
{
	struct str rest = message_unfold(a, value);
	struct mailboxes all = { 0 };

	while (rest.n > 0) {
		struct mailbox one = { 0 };
		struct written w;

		take_one(a, &rest, &w);
		if (!read_written(&w, &one) ||
		    (one.domain.n > 0 && all.n == MAILBOXES_MAX))
			all.has_other = true;
		else if (one.domain.n > 0)
			all.at[all.n++] = one;
	}
	return all;
}

bool
mailbox_of_path(struct arena *a, struct str value, struct mailbox *out)
{
	struct mailboxes all = mailboxes_read(a, value);

	if (all.n == 0)
		return false;
	*out = all.at[0];
	return true;
}

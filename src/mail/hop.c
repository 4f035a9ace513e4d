#include "mail/hop.h"
#include "mail/ip_class.h"

size_t
hop_count(const struct message_head *head)
{
	size_t n = 0;

	for (size_t i = 0; i < head->n; i++)
		n += str_eq_nocase(head->fields[i].name, S("received"));
	return n;
}

bool
hop_at(
    struct arena *a, const struct message_head *head, size_t n, struct hop *out)
{
	const struct message_field *field =
	    n == 0 ? NULL : message_find(head, S("received"), n - 1);

	if (field == NULL)
		return false;
	*out = (struct hop){ n, received_read(a, field->value) };
	return true;
}

/* A name that can stand in the public DNS: not "mx", not "2002:a05:6a20::". */
static bool
read_host(struct arena *a, struct str text, struct name *out)
{
	struct ip ip;

	return str_find(text, ':') == text.n && str_find(text, '[') == text.n &&
	    !ip_parse(text, &ip) && name_from_labels(a, text, out) &&
	    name_labels(*out) >= 2;
}

/* Without the list: two labels, or three as in "example.co.uk". */
static struct name
org_domain(struct arena *a, const struct psl *psl, struct name host)
{
	struct name org = { 0 };
	struct name last = name_last(host, 2);

	if (psl != NULL)
		org = psl_org_domain(psl, a, host);
	if (org.n > 0)
		return org;
	if (name_label(last).n <= 3 && name_label(name_last(last, 1)).n == 2)
		return name_last(host, 3);
	return last;
}

/* Exchange Online hands mail on between hosts of both. */
static bool
is_exchange_online(struct str name)
{
	return str_ends(name, S(".prod.outlook.com")) ||
	    str_ends(name, S(".protection.outlook.com")) ||
	    str_ends(name, S(".prod.exchangelabs.com"));
}

/* What the DNS says of the client counts before what the client says. */
static bool
is_own_client(struct arena *a, const struct received *r, struct name org)
{
	struct name client, by;

	if (org.n == 0 ||
	    !read_host(a, r->rdns.n > 0 ? r->rdns : r->helo, &client))
		return false;
	return name_is_in(client, org) ||
	    (is_exchange_online(name_text(a, client)) &&
		read_host(a, r->by, &by) &&
		is_exchange_online(name_text(a, by)));
}

/* The address that the topmost Received-SPF is about. */
static struct ip
spf_client(struct arena *a, const struct message_head *head)
{
	const struct message_field *field =
	    message_find(head, S("received-spf"), 0);
	struct ip ip = { .family = IP_NONE };
	struct str text;
	size_t n = 0;

	if (field == NULL)
		return ip;
	text = message_unfold(a, field->value);
	text = str_from(text, str_search(text, S("client-ip=")));
	text = str_from(text, sizeof("client-ip=") - 1);
	if (text.n > 0 && text.s[0] == '"')
		text = str_from(text, 1);
	while (n < text.n && text.s[n] != ';' && text.s[n] != ' ' &&
	    text.s[n] != '\t' && text.s[n] != '"')
		n++;
	ip_parse(str_to(text, n), &ip);
	return ip_unmapped(ip);
}

bool
hop_find(struct arena *a, const struct message_head *head,
    const struct psl *psl, struct hop *out)
{
	struct ip told = spf_client(a, head);
	struct name by, org = { 0 };
	struct hop spare = { 0 };

	for (size_t i = 0, n = 0; i < head->n; i++) {
		struct hop hop = { .index = n + 1 };

		if (!str_eq_nocase(head->fields[i].name, S("received")))
			continue;
		n++;
		hop.received = received_read(a, head->fields[i].value);
		if (read_host(a, hop.received.by, &by))
			org = org_domain(a, psl, by);
		if (hop.received.ip.family == IP_NONE ||
		    !ip_can_send(hop.received.ip) || hop.received.has_login)
			continue;
		if (!is_own_client(a, &hop.received, org) ||
		    ip_eq(hop.received.ip, told)) {
			*out = hop;
			return true;
		}
		if (spare.index == 0)
			spare = hop;
	}
	if (spare.index > 0)
		*out = spare;
	return spare.index > 0;
}

bool
hop_is_same_organization(
    struct arena *a, const struct psl *psl, struct str x, struct str y)
{
	struct name one, other;

	return read_host(a, x, &one) && read_host(a, y, &other) &&
	    name_eq(org_domain(a, psl, one), org_domain(a, psl, other));
}

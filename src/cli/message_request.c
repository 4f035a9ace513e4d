#include "cli/message_request.h"
#include "base/escape.h"
#include "cli/message_file.h"
#include "cli/value_error.h"
#include "mail/mailbox.h"

/* Whether text with this part is a request. */
static bool
is_usable(struct arena *a, struct request_text part)
{
	struct request req;
	struct request_error err;

	part.domain = S("example.com");
	return request_build(a, &part, &req, &err);
}

/* Why the author domain cannot be told from From (RFC 5322 section 3.6.2);
 * NULL, and the domain, where it can. */
static const char *
read_author(
    struct arena *a, const struct message_head *head, struct str *domain)
{
	const struct message_field *field;
	struct str found = { NULL, 0 };

	for (size_t i = 0; (field = message_find(head, S("from"), i)) != NULL;
	     i++) {
		struct mailboxes boxes = mailboxes_read(a, field->value);

		for (size_t k = 0; k < boxes.n; k++) {
			if (boxes.at[k].is_literal)
				return "its From has an address in place of a "
				       "domain";
			if (found.s != NULL &&
			    !str_eq_nocase(found, boxes.at[k].domain))
				return "its From has several domains";
			found = boxes.at[k].domain;
		}
	}
	if (message_find(head, S("from"), 0) == NULL)
		return "it has no From";
	if (found.s == NULL)
		return "its From has no address";
	*domain = found;
	return NULL;
}

static bool
take_author(struct arena *a, struct sent *sent, struct request_text *text,
    struct str path, struct str *error)
{
	struct request req;
	struct request_error err;
	const char *reason;

	if (text->domain.s != NULL)
		return true;
	reason = read_author(a, &sent->sample.head, &text->domain);
	if (reason != NULL)
		return value_error(
		    a, OPTION_MESSAGE, path, error, "%s: give DOMAIN", reason);
	if (!request_build(a, &(struct request_text){ .domain = text->domain },
		&req, &err))
		return value_error(a, OPTION_MESSAGE, path, error,
		    "its From has the domain '%.*s': %.*s: give DOMAIN",
		    PSTR(excerpt(a, text->domain, EXCERPT_COLUMNS)),
		    PSTR(err.reason));
	sent->taken.domain = S("From");
	return true;
}

static void
use_mail_from(struct arena *a, struct sent *sent, struct request_text *text,
    struct str address, struct str where)
{
	if (!is_usable(a, (struct request_text){ .mail_from = address }))
		return;
	text->mail_from = address;
	sent->taken.mail_from = where;
}

static struct str
address_text(struct arena *a, const struct mailbox *box)
{
	return arena_printf(
	    a, "%.*s@%.*s", PSTR(box->local), PSTR(box->domain));
}

/* A bounce goes to the envelope sender of what it returns (RFC 5321 section
 * 6.1). */
static void
take_bounced(struct arena *a, struct sent *sent, struct request_text *text)
{
	struct mailboxes to = mailboxes_read(a, sent->bounce.to);

	if (sent->bounce.found != BOUNCE_NOTHING && to.n == 1 &&
	    !to.at[0].is_literal)
		use_mail_from(a, sent, text, address_text(a, &to.at[0]),
		    S("To of the bounce"));
}

/* RFC 5321 section 4.4: the receiver puts it in when it delivers. */
static void
take_mail_from(struct arena *a, struct sent *sent, struct request_text *text)
{
	const struct message_field *field =
	    message_find(&sent->sample.head, S("return-path"), 0);
	struct mailbox box;

	if (text->mail_from.s != NULL)
		return;
	if (field == NULL)
		take_bounced(a, sent, text);
	else if (mailbox_of_path(a, field->value, &box))
		use_mail_from(
		    a, sent, text, address_text(a, &box), S("Return-Path"));
	else if (str_eq(message_unfold(a, field->value), S("<>")))
		use_mail_from(a, sent, text, S(""), S("Return-Path"));
}

static bool
read_hop(struct arena *a, const struct args *args, const struct psl *psl,
    struct sent *sent, struct str *error)
{
	struct str value = args_value(args, OPTION_HOP);
	const struct message_head *head = &sent->sample.head;
	struct hop hop = { 0 };
	uint32_t number;

	if (value.s == NULL && !returned_before_receipt(a, psl, &sent->bounce))
		hop_find(a, head, psl, &hop);
	else if (value.s == NULL)
		;
	else if (!str_u32(value, MESSAGE_FIELDS_MAX, &number) || number == 0)
		return value_error(
		    a, OPTION_HOP, value, error, "not a whole number from 1");
	else if (!hop_at(a, head, number, &hop))
		return value_error(a, OPTION_HOP, value, error,
		    "the message has not so many Received fields");
	sent->hop = hop;
	return true;
}

/* What large services call themselves in Reporting-MTA: Gmail by one name for
 * all its hosts, Exchange Online by names that it has only inside. */
static bool
is_name_of_service(struct arena *a, struct str host)
{
	static const char *const services[] = {
		"googlemail.com",
		"prod.exchangelabs.com",
		"prod.outlook.com",
	};
	struct name name, service;

	if (!name_parse(a, host, &name))
		return false;
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (name_parse(a, str_of(services[i]), &service) &&
		    name_is_in(name, service))
			return true;
	return false;
}

/* A receiver refused the message: the host that it would not take it from wrote
 * the bounce. */
static void
take_reporting(struct arena *a, struct sent *sent, struct request_text *text)
{
	struct str host = sent->bounce.reporting;

	if (host.n == 0 || text->host.s != NULL ||
	    is_name_of_service(a, host) ||
	    !is_usable(a, (struct request_text){ .host = host }))
		return;
	text->host = host;
	sent->taken.host = S("Reporting-MTA of the bounce");
}

/* Whether the client is the one that was given, or none was. */
static bool
take_ip(struct arena *a, struct sent *sent, struct request_text *text,
    struct str where)
{
	struct str *ip = arena_new(a, struct str);
	struct ip given;

	if (text->nips > 0)
		return text->nips == 1 && ip_parse(text->ips[0], &given) &&
		    ip_eq(given, sent->hop.received.ip);
	*ip = ip_text(a, sent->hop.received.ip);
	text->ips = ip;
	text->nips = 1;
	sent->taken.ip = where;
	return true;
}

/* The host and the HELO name are those of the client. */
static void
take_client(struct arena *a, struct sent *sent, struct request_text *text)
{
	struct str where = arena_printf(a, "Received %zu", sent->hop.index);
	const struct received *r = &sent->hop.received;

	if (sent->hop.index == 0 || r->ip.family == IP_NONE ||
	    !take_ip(a, sent, text, where))
		return;
	if (text->host.s == NULL && r->rdns.n > 0 &&
	    is_usable(a, (struct request_text){ .host = r->rdns })) {
		text->host = r->rdns;
		sent->taken.host = where;
	}
	if (text->helo.s == NULL && r->helo.n > 0 &&
	    is_usable(a, (struct request_text){ .helo = r->helo })) {
		text->helo = r->helo;
		sent->taken.helo = where;
	}
}

bool
message_request(struct arena *a, const struct args *args,
    const struct settings *settings, struct request_text *text,
    struct sent **out, struct str *error)
{
	struct str path = args_value(args, OPTION_MESSAGE);
	struct sent *sent;
	const char *reason;

	*out = NULL;
	if (path.s == NULL && args_has(args, OPTION_HOP)) {
		*error = S("--hop: only with --message");
		return false;
	}
	if (path.s == NULL)
		return true;
	if (str_eq(text->profile, S("parked"))) {
		*error = S("--message: not with --profile parked");
		return false;
	}
	sent = arena_new(a, struct sent);
	sent->day = settings->day;
	if (!message_file_read(
		a, path.s, &sent->sample, &sent->bounce, &reason))
		return value_error(
		    a, OPTION_MESSAGE, path, error, "%s", reason);
	if (!read_hop(a, args, settings->policy.psl, sent, error) ||
	    !take_author(a, sent, text, path, error))
		return false;
	take_mail_from(a, sent, text);
	if (returned_before_receipt(a, settings->policy.psl, &sent->bounce) &&
	    sent->hop.index == 0)
		take_reporting(a, sent, text);
	else
		take_client(a, sent, text);
	*out = sent;
	return true;
}

/* Where the key of a signature is; without a name where that cannot be told. */
static struct selector
signer_of(
    struct arena *a, const struct dkim_signature *signature, struct name author)
{
	struct selector s = { 0 };

	if (signature->key_name.n == 0)
		return s;
	s.label = arena_lower(a, signature->selector);
	s.domain = signature->domain;
	s.name = signature->key_name;
	s.text = name_eq(s.domain, author)
	    ? s.label
	    : arena_printf(
		  a, "%.*s@%.*s", PSTR(s.label), PSTR(name_text(a, s.domain)));
	return s;
}

void
message_selectors(struct arena *a, const struct request_text *text,
    struct sent *sent, struct request *req)
{
	const struct sample *sample = &sent->sample;
	struct selector *all =
	    arena_array(a, sample->nsignatures, struct selector);
	struct selector *own =
	    arena_array(a, sample->nsignatures, struct selector);
	size_t n = 0;

	for (size_t i = 0; i < sample->nsignatures; i++) {
		size_t same = 0;

		all[i] =
		    signer_of(a, &sample->signatures[i].signature, req->domain);
		while (same < n && !name_eq(own[same].name, all[i].name))
			same++;
		if (same == n && all[i].name.n > 0)
			own[n++] = all[i];
	}
	sent->signers = all;
	if (text->nselectors > 0 || n == 0)
		return;
	req->selectors = own;
	req->nselectors = n;
	sent->taken.selectors = S("DKIM-Signature");
}

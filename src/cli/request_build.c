#include "cli/builder.h"
#include "cli/typed.h"

static bool
build_domain(struct builder *b, struct str text)
{
	return build_name(
	    b, PART_DOMAIN, text, typed_domain(text), &b->req->domain);
}

static bool
build_host(struct builder *b, struct str text)
{
	if (text.s == NULL)
		return true;
	return build_host_name(b, PART_HOST, text, text, &b->req->host);
}

/* An address, bare or as a literal (RFC 5321 section 4.1.3), stays as it is
 * given: the helo check judges it. */
static bool
build_helo(struct builder *b, struct str text)
{
	struct name name;
	struct ip ip;

	if (text.s == NULL)
		return true;
	if (!build_printable(b, PART_HELO, text))
		return false;
	if (ip_parse(text, &ip) ||
	    (str_starts(text, S("[")) && str_ends(text, S("]")))) {
		b->req->helo = text;
		return true;
	}
	if (!build_name(b, PART_HELO, text, text, &name))
		return false;
	b->req->helo = name_text(b->a, name);
	return true;
}

/* ADDR, DOMAIN, or nothing for the null sender, in angle brackets or not
 * (RFC 5321 section 4.1.2).  Without a local part it is "postmaster": RFC
 * 7208 section 4.3. */
static bool
build_mail_from(struct builder *b, struct str text)
{
	struct request *req = b->req;
	struct str path = text;
	size_t at;

	req->local_part = S("postmaster");
	req->mail_from = req->domain;
	if (text.s == NULL)
		return true;
	if (!build_printable(b, PART_MAIL_FROM, text))
		return false;
	if (str_starts(path, S("<")) && str_ends(path, S(">")))
		path = str_from(str_to(path, path.n - 1), 1);
	if (path.n == 0) {
		req->null_sender = true;
		return true;
	}
	/* A quoted local part may hold others. */
	at = str_find_last(path, '@');
	if (at < path.n) {
		if (at > 0)
			req->local_part = str_to(path, at);
		path = str_from(path, at + 1);
	}
	return build_name(b, PART_MAIL_FROM, text, path, &req->mail_from);
}

static bool
build_stage(struct builder *b, struct str text)
{
	if (text.s == NULL || str_eq(text, S("live")))
		return true;
	if (!str_eq(text, S("request")))
		return builder_fail(
		    b, PART_STAGE, text, "neither 'request' nor 'live'");
	b->req->stage = STAGE_REQUEST;
	return true;
}

static bool
build_profile(struct builder *b, struct str text)
{
	if (text.s == NULL || str_eq(text, S("basic")))
		return true;
	if (str_eq(text, S("bulk")))
		b->req->profile = PROFILE_BULK;
	else if (!str_eq(text, S("parked")))
		return builder_fail(
		    b, PART_PROFILE, text, "not 'basic', 'bulk' or 'parked'");
	else if (b->req->nips > 0)
		return builder_fail(b, PART_PROFILE, text,
		    "a domain that sends no mail has no IP");
	else
		b->req->profile = PROFILE_PARKED;
	return true;
}

/* The label comes back in the report as it was given. */
static bool
build_label(struct builder *b, struct str text)
{
	b->req->label = text;
	return text.s == NULL || build_printable(b, PART_LABEL, text);
}

/* A request names each address and the host that it is to have. */
static bool
can_be_requested(struct builder *b)
{
	const struct request *req = b->req;

	if (req->stage != STAGE_REQUEST)
		return true;
	if (req->nips == 0)
		return builder_fail(b, PART_STAGE, S("request"),
		    "nothing can be requested without an IP");
	for (size_t i = 0; i < req->nips; i++)
		if (request_host(req, &req->ips[i]).n == 0)
			return builder_fail(b, PART_STAGE, S("request"),
			    req->nips == 1
				? "the host is not given: --host, or IP=HOST"
				: "a host is not given: --host, or IP=HOST");
	return true;
}

bool
request_build(struct arena *a, const struct request_text *text,
    struct request *out, struct request_error *err)
{
	struct request req = { .domain = { 0 } };
	struct builder b = { a, &req, err };

	if (!build_domain(&b, text->domain) || !build_host(&b, text->host) ||
	    !build_ips(&b, text) || !build_helo(&b, text->helo) ||
	    !build_mail_from(&b, text->mail_from) ||
	    !build_providers(&b, text) || !build_selectors(&b, text) ||
	    !build_stage(&b, text->stage) ||
	    !build_profile(&b, text->profile) ||
	    !build_label(&b, text->label) ||
	    (!text->is_probe && !can_be_requested(&b)))
		return false;
	*out = req;
	return true;
}

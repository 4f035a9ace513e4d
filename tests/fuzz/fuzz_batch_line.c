/* Batch lines: what is accepted is normal, and stays so when it is read
 * again; what is not has a reason; no line makes us read a file. */
#include "cli/batch_line.h"

#include "fuzz.h"

static void
hold_names(struct arena *a, const struct request *req)
{
	struct request_text text = { .domain = name_text(a, req->domain) };
	struct request_error err;
	struct request again;

	for (size_t i = 0; i < text.domain.n; i++)
		assert(byte_is_alnum(text.domain.s[i])
			? byte_lower(text.domain.s[i]) == text.domain.s[i]
			: text.domain.s[i] == '-' || text.domain.s[i] == '_' ||
			    text.domain.s[i] == '.');
	assert(request_build(a, &text, &again, &err));
	assert(name_eq(req->domain, again.domain));
	assert(req->mail_from.n > 0 || req->null_sender);
}

static void
hold_ips(struct arena *a, const struct request *req)
{
	for (size_t i = 0; i < req->nips; i++) {
		struct ip ip;

		assert(ip_parse(ip_text(a, req->ips[i]), &ip));
		assert(ip_eq(ip, req->ips[i]));
		assert(ip_eq(ip_unmapped(ip), ip));
		for (size_t j = 0; j < i; j++)
			assert(!ip_eq(req->ips[i], req->ips[j]));
	}
}

/* A selector may be several, with commas between. */
static size_t
count_selectors(const struct request_text *text)
{
	size_t n = text->nselectors;

	for (size_t i = 0; i < text->nselectors; i++)
		for (size_t k = 0; k < text->selectors[i].n; k++)
			n += text->selectors[i].s[k] == ',';
	return n;
}

static void
build(struct arena *a, const struct request_text *text)
{
	struct request_error err = { .reason = { NULL, 0 } };
	struct request req;

	if (!request_build(a, text, &req, &err)) {
		assert(err.reason.n > 0);
		return;
	}
	hold_names(a, &req);
	hold_ips(a, &req);
	assert(req.nselectors <= count_selectors(text));
	for (size_t i = 0; i < req.nselectors; i++) {
		assert(req.selectors[i].label.n > 0);
		assert(req.selectors[i].key_pem.n == 0);
	}
}

FUZZ(batch_line)
{
	struct str line = { size == 0 ? "" : (const char *)data, size };
	struct request_text text = { .key_files = false };
	struct str error = { NULL, 0 };
	struct arena a = { 0 };

	switch (batch_line_parse(&a, line, &text, &error)) {
	case BATCH_LINE_EMPTY:
		break;
	case BATCH_LINE_SENDER:
		assert(!text.key_files);
		build(&a, &text);
		break;
	case BATCH_LINE_BAD:
		assert(error.n > 0);
		break;
	}
	arena_free(&a);
}

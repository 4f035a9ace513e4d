#include "check/scope.h"
#include "base/buf.h"
#include "check/check.h"
#include "facts/domain.h"
#include "mail/ip_class.h"

/* The resolver has not told anything of the name. */
static bool
is_silence(const struct answer *answer)
{
	return answer->status == ANSWER_TIMEOUT ||
	    answer->status == ANSWER_REFUSED || answer->status == ANSWER_TLS;
}

/* The servers in the answers, each once. */
static struct str
list_servers(struct arena *a, const struct answer *const *answers, size_t n)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < n; i++) {
		struct str server = answers[i]->server;

		if (server.n > 0 && str_search(buf_view(&b), server) == b.n)
			buf_item(&b, server);
	}
	return buf_view(&b);
}

struct scope
scope_of(struct arena *a, struct facts *facts, const struct policy *policy,
    const struct answer *const *answers, size_t n)
{
	struct scope scope = { .answers = answers, .nanswers = n };
	const struct answer *own;

	if (!policy->chosen[CHECK_DOMAIN])
		return scope;
	scope.is_missing = facts_domain(facts)->is_missing;
	scope.is_unanswered = true;
	for (size_t i = 0; i < n; i++)
		scope.is_unanswered &= is_silence(answers[i]);
	if (!scope.is_unanswered)
		return scope;
	own = facts_domain(facts)->answer;
	scope.resolvers = list_servers(a, answers, n);
	scope.what = words_of_status(own->status);
	scope.reason = own->note;
	return scope;
}

bool
scope_is_of_profile(enum check_id id, const struct request *req)
{
	bool is_parked = req->profile == PROFILE_PARKED;

	return check_info[id].whose == OF_ALL ||
	    is_parked == (check_info[id].whose == OF_PARKED);
}

struct str
scope_no_subject(struct arena *a, enum check_id id, const struct aim *aim)
{
	if (!scope_is_of_profile(id, aim->req))
		return S("not of a domain that sends no mail");
	if (check_info[id].each == EACH_IP && aim->ip == NULL)
		return S("no IP address given");
	if (id == CHECK_ADDRESS || aim->ip == NULL || ip_can_send(*aim->ip))
		return S("");
	return arena_printf(
	    a, "%.*s cannot send to the internet", PSTR(ip_text(a, *aim->ip)));
}

/* Whether what the check is about is DOMAIN, or stands below it. */
static bool
is_in_domain(enum check_about about, const struct aim *aim)
{
	const struct request *req = aim->req;

	switch (about) {
	case ABOUT_ITSELF:
	case ABOUT_HOST:
	case ABOUT_SERVERS:
	case ABOUT_LISTS:
		return false;
	case ABOUT_DOMAIN:
		return true;
	case ABOUT_MAIL_DOMAIN:
		return name_is_in(aim->domain, req->domain);
	case ABOUT_MAIL_FROM:
		return !req->null_sender &&
		    name_is_in(req->mail_from, req->domain);
	case ABOUT_SIGNER:
		return aim->selector == NULL ||
		    name_is_in(aim->selector->domain, req->domain);
	}
	return false;
}

struct str
scope_skip(struct arena *a, const struct scope *scope, enum check_id id,
    const struct aim *aim)
{
	struct str reason = scope_no_subject(a, id, aim);

	if (reason.n > 0)
		return reason;
	if (scope->is_unanswered && check_info[id].about != ABOUT_ITSELF)
		return S("no resolver answers");
	if (scope->is_missing && is_in_domain(check_info[id].about, aim))
		return arena_printf(a, "%.*s does not exist",
		    PSTR(name_text(a, aim->req->domain)));
	return S("");
}

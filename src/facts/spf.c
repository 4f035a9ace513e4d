#include "facts/spf.h"
#include "facts/host.h"
#include "facts/spf_tree.h"
#include "mail/spf_macro.h"

struct spf_client
spf_helo_client(struct arena *a, struct ip ip, struct name helo)
{
	struct str text = spf_name_plain(a, helo);

	return (struct spf_client){
		.ip = ip_unmapped(ip),
		.domain = helo,
		.local_part = S("postmaster"), /* RFC 7208 section 2.4 */
		.sender_domain = text,
		.helo = text,
	};
}

static enum spf_sender
sender_of_bounce(
    struct facts *facts, struct arena *a, struct ip ip, struct spf_client *out)
{
	const struct host *helo = facts_helo(facts, ip);

	if (helo == NULL)
		return SPF_SENDER_PENDING;
	if (helo->found != HOST_FOUND)
		return SPF_SENDER_NONE;
	*out = spf_helo_client(a, ip, helo->name);
	return SPF_SENDER_KNOWN;
}

enum spf_sender
facts_spf_sender(
    struct facts *facts, struct arena *a, struct ip ip, struct spf_client *out)
{
	const struct request *req = facts->req;

	if (req->null_sender)
		return sender_of_bounce(facts, a, ip, out);
	*out = (struct spf_client){
		.ip = ip_unmapped(ip),
		.domain = req->mail_from,
		.local_part = req->local_part,
		.sender_domain = spf_name_plain(a, req->mail_from),
		.helo = req->helo,
		.has_host_helo = req->helo.n == 0,
	};
	return SPF_SENDER_KNOWN;
}

static void
need_spf_alone(struct facts *facts, const struct goal *goal)
{
	const struct spf_client *client =
	    ((const struct spf_goal *)goal)->client;

	if (client->ip.family != IP_NONE)
		facts_spf(facts, client);
	facts_spf_tree(facts, client);
}

struct spf_goal
spf_goal(const struct spf_client *client)
{
	return (struct spf_goal){ { need_spf_alone }, client };
}

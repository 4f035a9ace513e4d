#include "report/json_message.h"
#include "facts/sent.h"

static void
put_taken(struct json_writer *j, const char *key, struct str where)
{
	if (where.n > 0)
		json_put_str(j, key, where);
}

static void
put_bounce(struct json_writer *j, const struct returned *bounce)
{
	json_open_object(j, "bounce");
	json_put_str(j, "returned",
	    bounce->found == BOUNCE_HEADERS ? S("header") : S("message"));
	put_taken(j, "reply", bounce->reply);
	put_taken(j, "reporting_mta", bounce->reporting);
	put_taken(j, "remote_mta", bounce->remote);
	json_close_object(j);
}

void
json_put_message(struct json_writer *j, const struct request *req)
{
	const struct sent *sent = req->sent;

	if (sent == NULL)
		return;
	json_open_object(j, "message");
	json_open_object(j, "taken");
	put_taken(j, "domain", sent->taken.domain);
	put_taken(j, "mail_from", sent->taken.mail_from);
	put_taken(j, "ips", sent->taken.ip);
	put_taken(j, "host", sent->taken.host);
	put_taken(j, "helo", sent->taken.helo);
	put_taken(j, "selectors", sent->taken.selectors);
	json_close_object(j);
	if (sent->hop.index > 0) {
		json_put_int(j, "hop", (int64_t)sent->hop.index);
		if (sent->hop.received.by.n > 0)
			json_put_str(j, "received_by", sent->hop.received.by);
	}
	if (sent->bounce.found != BOUNCE_NOTHING)
		put_bounce(j, &sent->bounce);
	json_put_int(j, "signatures", (int64_t)sent->sample.nsignatures);
	json_put_int(j, "more_signatures", (int64_t)sent->sample.nmore);
	json_put_bool(j, "has_body", sent->sample.has_body);
	json_close_object(j);
}

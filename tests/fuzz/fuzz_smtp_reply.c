/*
 * A mail server's reply: it is whole in what it says it used, the same however
 * much follows, and incomplete in any part of that.
 */
#include "mail/smtp_reply.h"

#include "fuzz.h"

static void
look_at(const struct smtp_reply *reply)
{
	struct str line = smtp_reply_line(reply);
	struct ip ip = { .family = IP_NONE };

	assert(reply->code >= 200 && reply->code <= 599);
	assert(line.n <= reply->text.n);
	assert(smtp_names_client(line, &ip) == (ip.family != IP_NONE));
	smtp_reply_offers(reply, S("STARTTLS"));
}

FUZZ(smtp_reply)
{
	struct str octets = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct smtp_reply reply, again;
	size_t used, used_again;

	if (smtp_reply_read(&a, octets, &reply, &used) == SMTP_REPLY) {
		assert(used > 0 && used <= size);
		assert(reply.text.n < used);
		look_at(&reply);
		assert(smtp_reply_read(&a, str_to(octets, used), &again,
			   &used_again) == SMTP_REPLY);
		assert(used_again == used && again.code == reply.code);
		assert(str_eq(again.text, reply.text));
		assert(smtp_reply_read(&a, str_to(octets, used - 1), &again,
			   &used_again) == SMTP_MORE);
		assert(smtp_reply_read(&a, str_to(octets, used / 2), &again,
			   &used_again) == SMTP_MORE);
	}
	arena_free(&a);
}

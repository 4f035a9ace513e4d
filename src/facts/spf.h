/* spf.h - the sender of a request, as SPF sees it. */
#ifndef SPF_H
#define SPF_H

#include "facts/facts.h"
#include "facts/spf_client.h"

enum spf_sender {
	SPF_SENDER_PENDING, /* an answer is not here yet */
	SPF_SENDER_KNOWN,
	SPF_SENDER_NONE, /* a bounce, without a HELO name that is known */
};

/* MAIL FROM, or of a bounce the HELO name.  The IP may be none. */
enum spf_sender facts_spf_sender(
    struct facts *facts, struct arena *a, struct ip ip, struct spf_client *out);

/* postmaster at a HELO name, which has no sender of its own. */
struct spf_client
spf_helo_client(struct arena *a, struct ip ip, struct name helo);

/* The goal of a run that is about SPF alone: the result, unless the client's IP
 * is none, and the tree. */
struct spf_goal {
	struct goal goal;
	const struct spf_client *client;
};

struct spf_goal spf_goal(const struct spf_client *client);

#endif

/*
 * spf_client.h - who asks to send, as SPF sees it: what check_host() is about
 * (RFC 7208 section 4.1).
 */
#ifndef SPF_CLIENT_H
#define SPF_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ip.h"
#include "dns/name.h"

struct spf_client {
	struct ip ip;             /* the client; a mapped one counts as IPv4 */
	struct name domain;       /* whose record; no name: not a legal one */
	struct str local_part;    /* of the sender; empty: "postmaster" */
	struct str sender_domain; /* of the sender, as macros show it */
	struct str helo;          /* empty: not known */
	bool has_host_helo;       /* helo is not given: it is the host's name */
	struct str receiver;      /* %{r} of explanations; may be empty */
	int64_t now;              /* %{t} of explanations */
	bool explain;             /* whether to fetch the explanation */
};

bool spf_client_eq(const struct spf_client *x, const struct spf_client *y);

/* A copy that lives as long as the arena. */
const struct spf_client *
spf_client_copy(struct arena *a, const struct spf_client *client);

#endif

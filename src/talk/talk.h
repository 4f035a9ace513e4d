/*
 * talk.h - one conversation with a mail server: connect, read the greeting,
 * EHLO, QUIT.  Nothing else is ever said, and no mail is offered.
 *
 * Every wait ends: with an answer, or at the deadline.
 */
#ifndef TALK_H
#define TALK_H

#include <stdint.h>

#include "dns/name.h"
#include "mail/smtp_reply.h"

enum talk_end {
	TALK_DONE,     /* the server greets, and answers EHLO */
	TALK_REJECTED, /* it says 4xx or 5xx to one of them */
	TALK_SILENT,   /* it took the connection, and said nothing readable */
	TALK_REFUSED,  /* somebody said no: a reset, an ICMP message */
	TALK_NO_ROUTE, /* this host has no way there */
	TALK_NOTHING,  /* nothing came back */
};

struct talk {
	/* Whom to talk to. */
	struct name exchange;
	struct ip ip;

	/* What came of it; code 0 where there was no such reply. */
	enum talk_end end;
	struct smtp_reply greeting, ehlo;
	int error; /* errno of REFUSED, NO_ROUTE and, or 0, SILENT */
	int64_t us;
};

/* Talks as helo, a word that may stand in EHLO, until until_us by clock_us()
 * at the latest. */
void talk(struct arena *a, struct talk *talk, uint16_t port, struct str helo,
    int64_t until_us);

#endif

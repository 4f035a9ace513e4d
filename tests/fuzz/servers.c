#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "dns/wire.h"

#include "fuzz.h"
#include "servers.h"

enum {
	MESSAGE_MAX = 600,
	MS = 1000,
	GIVE_UP_US = 20 * 1000 * MS, /* who asked waits so long, */
	ALL_OVER_US = 30 * 1000 * MS /* and this is the end of all */
};

struct message {
	unsigned char octets[MESSAGE_MAX];
	size_t n;
};

static unsigned
choose(struct servers *w)
{
	unsigned choice;

	if (w->choices.n == 0)
		return 0;
	choice = (unsigned char)w->choices.s[0];
	w->choices = str_from(w->choices, 1);
	return choice;
}

static struct str
view(const struct message *m)
{
	return (struct str){ (const char *)m->octets, m->n };
}

static void
add_octets(struct message *m, const void *octets, size_t n)
{
	assert(n <= sizeof(m->octets) - m->n);
	memcpy(m->octets + m->n, octets, n);
	m->n += n;
}

/* The query's header and question, as a reply without records. */
static struct message
reply_to(struct str query, unsigned rcode)
{
	struct message m = { .n = 0 };
	size_t end = WIRE_HEADER;

	while (query.s[end] != '\0')
		end += (unsigned char)query.s[end] + 1U;
	add_octets(&m, query.s, end + 5);
	m.octets[2] |= WIRE_QR >> 8;
	m.octets[3] = (unsigned char)(WIRE_RA | rcode);
	memset(m.octets + 6, 0, 6);
	return m;
}

static unsigned
type_of(const struct message *m)
{
	return (unsigned)m->octets[m->n - 4] << 8 | m->octets[m->n - 3];
}

/* What a server says that has the records, one that makes AAAA of A (RFC 6147),
 * and one that lies; with the length before. */
enum who { GOOD, DNS64, FORGER };

#define NET  "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0"
#define MADE "\0\x64\xff\x9b\0\0\0\0\0\0\0\0\xc0\0\2\1"

static struct str
rdata_of(unsigned type, enum who who)
{
	if (type == TYPE_A)
		return who == FORGER ? S("\4\xc6\x33\x64\x42")
				     : S("\4\xc0\0\2\1");
	if (type == TYPE_AAAA && who == DNS64)
		return S("\20" MADE);
	if (type == TYPE_AAAA)
		return who == FORGER ? S("\20" NET "\x66") : S("\20" NET "\1");
	if (type == TYPE_NS)
		return who == FORGER ? S("\x0b\6forged\2ns\0")
				     : S("\x09\2ns\4test\0");
	return who == FORGER ? S("\7\6forged") : S("\5\4good");
}

/* A record of the question's name and type. */
static void
add_record(struct message *m, enum who who)
{
	static const unsigned char head[] = { 0xc0, WIRE_HEADER, 0, 0, 0,
		CLASS_IN, 0, 0, 1, 0x2c, 0 };
	struct str rdata = rdata_of(type_of(m), who);
	unsigned type = type_of(m);
	size_t at = m->n;

	add_octets(m, head, sizeof(head));
	m->octets[at + 3] = (unsigned char)type;
	add_octets(m, rdata.s, rdata.n);
	m->octets[7]++;
}

/* The name server ns.test, of the zone whose name begins at that octet of the
 * message (0: the root's), and its address. */
static void
add_referral(struct servers *w, struct message *m, size_t zone)
{
	static const unsigned char ns[] = { 0, TYPE_NS, 0, CLASS_IN, 0, 0, 1,
		0x2c, 0, 9, 2, 'n', 's', 4, 't', 'e', 's', 't', 0 };
	static const unsigned char glue[] = { 2, 'n', 's', 4, 't', 'e', 's',
		't', 0, 0, TYPE_A, 0, CLASS_IN, 0, 0, 1, 0x2c, 0, 4, 192, 0,
		2 };
	unsigned char at[] = { 0xc0, (unsigned char)zone };
	unsigned char last = (unsigned char)(60 + choose(w) % 4);

	add_octets(m, zone == 0 ? "" : (const char *)at, zone == 0 ? 1 : 2);
	add_octets(m, ns, sizeof(ns));
	m->octets[9]++;
	if ((choose(w) & 1) != 0)
		return;
	add_octets(m, glue, sizeof(glue));
	add_octets(m, &last, 1);
	m->octets[11]++;
}

static void
add_edns(struct message *m)
{
	static const unsigned char opt[] = { 0, 0, 41, 4, 0xd0, 0, 0, 0, 0, 0,
		0 };

	add_octets(m, opt, sizeof(opt));
	m->octets[11]++;
}

/* We ask for "q<letter>"; all other names the client asks for its own sake. */
static bool
is_asked_for(const struct message *m)
{
	const unsigned char *label = m->octets + WIRE_HEADER;

	return label[0] == 2 && byte_lower((char)label[1]) == 'q' &&
	    byte_is_alpha((char)label[2]);
}

static void
deny(struct servers *w, const struct message *m)
{
	unsigned char letter = m->octets[WIRE_HEADER + 2];

	if (is_asked_for(m))
		w->denied[((letter | 0x20) - 'a') % SERVERS_QUESTIONS_MAX] =
		    true;
}

/* What an honest server says, in one of its ways. */
static struct message
honest(struct servers *w, struct str query, unsigned way)
{
	struct message m = reply_to(query, RCODE_NOERROR);

	/* Asked without recursion, it is a server of the zone. */
	if ((m.octets[2] & WIRE_RD >> 8) == 0)
		m.octets[2] |= WIRE_AA >> 8;
	switch (way) {
	case 1:
		m.octets[3] |= RCODE_NXDOMAIN;
		deny(w, &m);
		break;
	case 2: /* NODATA */
		deny(w, &m);
		break;
	case 3:
		m.octets[3] |= RCODE_SERVFAIL;
		break;
	case 4:
		m.octets[3] |= RCODE_REFUSED;
		break;
	case 5:
		m.octets[3] |= RCODE_FORMERR;
		break;
	case 6:
		m.octets[3] |= RCODE_NOTIMP;
		break;
	case 7:
		m.octets[2] |= WIRE_TC >> 8;
		break;
	case 8:
		add_record(&m, GOOD);
		add_edns(&m);
		break;
	case 9: /* without a question */
		m.n = WIRE_HEADER;
		m.octets[5] = 0;
		m.octets[3] |= RCODE_FORMERR;
		break;
	case 12: /* to the name itself */
		add_referral(w, &m, WIRE_HEADER);
		break;
	case 13: /* to the name above it */
		add_referral(w, &m, WIRE_HEADER + m.octets[WIRE_HEADER] + 1U);
		break;
	case 14: /* to the root */
		add_referral(w, &m, 0);
		break;
	case 15: /* the servers of what is asked for, with an address */
		add_record(&m, GOOD);
		add_referral(w, &m, WIRE_HEADER);
		break;
	case 11:
		add_record(&m, DNS64);
		deny(w, &m); /* there are no others */
		break;
	case 10:
		m.octets[3] |= WIRE_AD;
		add_record(&m, GOOD);
		break;
	default:
		if (is_asked_for(&m))
			add_record(&m, GOOD);
		else
			m.octets[3] |= RCODE_NXDOMAIN;
	}
	return m;
}

enum { WAYS = 16 };

/* What somebody sends who has not seen the query, and guesses. */
static struct message
forged(struct servers *w, struct str query)
{
	struct message m = reply_to(query, RCODE_NOERROR);
	unsigned guess = choose(w) | 1;

	if ((choose(w) & 1) != 0)
		m.octets[3] |= RCODE_NXDOMAIN;
	else
		add_record(&m, FORGER);
	switch (choose(w) % 5) {
	case 0:
		m.octets[1] ^= (unsigned char)guess;
		break;
	case 1: /* another name */
		m.octets[WIRE_HEADER + 1] ^= 1;
		break;
	case 2: /* another type */
		m.octets[reply_to(query, 0).n - 3] ^= (unsigned char)guess;
		break;
	case 3: /* no reply */
		m.octets[2] &= 0x7f;
		break;
	default: /* another class */
		m.octets[reply_to(query, 0).n - 1] ^= (unsigned char)guess;
	}
	return m;
}

/* A server's reply that is cut, or changed in one place. */
static void
damage(struct servers *w, struct message *m)
{
	unsigned at = choose(w), how = choose(w);

	if (how == 0) {
		m->n = at % m->n;
	} else {
		m->octets[at % m->n] ^= (unsigned char)how;
		w->has_lied = true;
	}
}

static void
answer_datagram(struct servers *w, int fd, struct str query)
{
	unsigned what = choose(w);
	int64_t delay_us = (int64_t)choose(w) * 10 * MS;
	struct message m = honest(w, query, what % WAYS);

	switch (what / 16) {
	case 15: /* silence */
		return;
	case 14:
		m = forged(w, query);
		break;
	case 13:
		simulated_error(fd, delay_us, ECONNREFUSED);
		return;
	case 12:
	case 11:
		damage(w, &m);
		break;
	case 10: /* twice */
		simulated_give(fd, delay_us / 2, view(&m));
		break;
	case 9: { /* a race */
		struct message other = forged(w, query);

		simulated_give(fd, 0, view(&other));
		break;
	}
	default:
		break;
	}
	simulated_give(fd, delay_us, view(&m));
}

static void
give_framed(int fd, int64_t delay_us, const struct message *m, size_t cut)
{
	struct message framed = { .n = 0 };
	unsigned char length[2] = { (unsigned char)(m->n >> 8),
		(unsigned char)m->n };

	add_octets(&framed, length, 2);
	add_octets(&framed, m->octets, m->n);
	if (cut > framed.n)
		cut = framed.n;
	if (cut > 0)
		simulated_give(fd, delay_us, str_to(view(&framed), cut));
	if (cut < framed.n)
		simulated_give(fd, delay_us, str_from(view(&framed), cut));
}

static void
answer_stream(struct servers *w, int fd, struct str query)
{
	unsigned what = choose(w);
	int64_t delay_us = (int64_t)choose(w) * 10 * MS;
	struct message m = honest(w, query, what % WAYS);

	switch (what / 16) {
	case 15:
		return;
	case 14:
		simulated_close(fd, delay_us);
		return;
	case 13:
		simulated_error(fd, delay_us, ECONNRESET);
		return;
	case 12:
		damage(w, &m);
		break;
	case 11: /* a part of it, and the end */
		give_framed(fd, delay_us, &m, 1 + choose(w) % m.n);
		simulated_close(fd, delay_us);
		return;
	case 10:
		m = forged(w, query);
		break;
	default:
		break;
	}
	give_framed(fd, delay_us, &m, choose(w));
}

static void
sent(struct simulated_owner *owner, int fd, bool is_stream, struct str octets)
{
	struct servers *w = (struct servers *)owner;

	if (!is_stream) {
		answer_datagram(w, fd, octets);
		return;
	}
	/* All that is sent is taken at once, so these are whole queries. */
	while (octets.n > 0) {
		size_t n = (size_t)((unsigned char)octets.s[0] << 8 |
		    (unsigned char)octets.s[1]);

		assert(octets.n >= 2 + n);
		answer_stream(w, fd, str_to(str_from(octets, 2), n));
		octets = str_from(octets, 2 + n);
	}
}

static int
fails(struct simulated_owner *owner, enum simulated_call call)
{
	static const int why[][4] = {
		[SIMULATED_SOCKET] = { EMFILE, EMFILE, ENOBUFS, EAFNOSUPPORT },
		[SIMULATED_SEND] = { EAGAIN, ENETUNREACH, EPERM, ECONNREFUSED },
		[SIMULATED_CONNECTED] = { ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH,
		    ECONNRESET },
	};
	unsigned choice = choose((struct servers *)owner);

	return choice < 0xf0 ? 0 : why[call][choice % 4];
}

static void
check_answer(const struct servers *w, size_t i, const struct answer *answer)
{
	assert(answer != NULL);
	if (w->has_lied || answer->status == ANSWER_REFERRAL)
		return;
	for (size_t k = 0; k < answer->n; k++) {
		struct str data = { (const char *)answer->records[k].data,
			answer->records[k].n };

		struct str good = rdata_of(answer->question.type, GOOD);
		struct str made = rdata_of(answer->question.type, DNS64);

		assert(str_eq(data, str_from(good, 1)) ||
		    str_eq(data, str_from(made, 1)));
	}
	assert(answer->n > 0 || !answer_is_known(answer) || w->denied[i]);
}

void
servers_begin(struct servers *w, const uint8_t *data, size_t size)
{
	*w = (struct servers){
		.owner = { sent, fails },
		.choices = { (const char *)data, size },
	};
	simulated_begin(&w->owner);
	store_init(&w->store);
}

struct client_config
servers_config(struct servers *w)
{
	static const struct server servers[] = {
		{ .ip = { IP_V4, { 192, 0, 2, 53 } }, .port = DNS_PORT },
		{ .ip = { IP_V4, { 192, 0, 2, 54 } }, .port = DNS_PORT },
		{ .ip = { IP_V4, { 192, 0, 2, 55 } }, .port = DNS_PORT },
	};
	unsigned flags = choose(w);

	return (struct client_config){
		.servers = servers,
		.nservers = 1 + flags % 3,
		.rotate = (flags & 4) != 0,
		.many = (flags & 8) != 0,
		.no_recursion = (flags & 16) != 0,
		.tries = (flags & 32) != 0 ? 2 : 0,
		.rate = (flags & 64) != 0 ? 50 : 0,
	};
}

void
servers_ask(struct servers *w, struct source *source, bool all_is_well)
{
	struct arena a = { 0 };
	struct sleeper sleeper = { .until_us = simulated_us() + GIVE_UP_US };
	struct entry *asked[SERVERS_QUESTIONS_MAX];
	size_t n = 1 + choose(w) % SERVERS_QUESTIONS_MAX;
	bool all = false;

	for (size_t i = 0; i < n; i++) {
		static const uint16_t types[] = { TYPE_TXT, TYPE_A, TYPE_AAAA };
		struct name name;

		assert(name_parse(
		    &a, arena_printf(&a, "q%c.test", (int)('a' + i)), &name));
		asked[i] = store_hold(&w->store, name, types[i % 3], &sleeper);
	}
	sources_ask(source, &w->store);
	while (!all) {
		all = true;
		for (size_t i = 0; i < n; i++)
			all = all && asked[i]->answer != NULL;
		assert(all ||
		    sources_wait(
			source, &w->store, simulated_us() + SECOND_US));
		assert(simulated_us() < ALL_OVER_US);
	}
	for (size_t i = 0; i < n; i++) {
		check_answer(w, i, asked[i]->answer);
		assert(!all_is_well || asked[i]->answer->n == 1);
		store_release(&w->store, asked[i], &sleeper);
	}
	arena_free(&a);
}

void
servers_end(struct servers *w)
{
	store_free(&w->store);
	assert(simulated_end() == 0);
}

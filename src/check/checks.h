/*
 * checks.h - the table of checks.
 *
 * To add a check: one row in checks.def, rows in findings.def, one file.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include "base/str.h"

/* How many times a check runs for one request. */
enum check_each {
	EACH_IP,            /* needs an IP: without one it is skipped */
	EACH_IP_AND_DOMAIN, /* and the MAIL FROM domain, if it is elsewhere */
	EACH_IP_OR_ONCE,    /* once without an IP where none is given */
	EACH_MAIL_DOMAIN,   /* the MAIL FROM domain, and DOMAIN if another */
	EACH_SELECTOR,      /* once without a selector where none is given */
	EACH_MESSAGE,       /* that was given: once, or never */
	EACH_SIGNATURE,     /* of the message; once where it has none */
	EACH_PROVIDER,      /* not at all where none is given */
	EACH_CHANGE,        /* once, and not at all where none is proposed */
	ONCE,
};

/* Whose absence leaves a check nothing to judge. */
enum check_about {
	ABOUT_ITSELF,      /* asks nothing, or is what tells of absence */
	ABOUT_HOST,        /* the host, or the address */
	ABOUT_SERVERS,     /* name servers */
	ABOUT_LISTS,       /* somebody else's, about the sender */
	ABOUT_DOMAIN,      /* DOMAIN */
	ABOUT_MAIL_DOMAIN, /* of EACH_MAIL_DOMAIN */
	ABOUT_MAIL_FROM,   /* the MAIL FROM domain */
	ABOUT_SIGNER,      /* the signing domain */
};

/* From when on it must hold: at --stage request the others warn at most. */
enum check_when { BEFORE_REQUEST, BEFORE_MAIL };

/* Whether it runs without being named by --with or --only. */
enum check_run { USUALLY, IF_ASKED };

/* Whose checks they are: a domain that sends no mail has one of its own in
 * place of those about mail. */
enum check_whose { OF_SENDERS, OF_PARKED, OF_ALL };

enum check_id {
#define CHECK(id, name, function, each, about, when, run, whose, title) \
	CHECK_##id,
#include "check/checks.def"
#undef CHECK
	CHECK_COUNT
};

struct aim;
struct check;
struct facts;

#define CHECK(id, name, function, each, about, when, run, whose, title)   \
	void need_##function(struct facts *facts, const struct aim *aim); \
	void check_##function(struct check *c);
#include "check/checks.def"
#undef CHECK

struct check_info {
	const char *name;
	void (*need)(struct facts *facts, const struct aim *aim);
	void (*judge)(struct check *c);
	enum check_each each;
	enum check_about about;
	enum check_when when;
	enum check_run run;
	enum check_whose whose;
	const char *title;
};

extern const struct check_info check_info[CHECK_COUNT];

enum check_id check_by_name(struct str name); /* or CHECK_COUNT */

#endif

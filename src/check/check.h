/*
 * check.h - a check: from facts to findings.
 *
 * Each is two functions.  need_X() reads all facts that will be judged, and is
 * called until none of them is incomplete.  check_X() then judges, once: what
 * it reads is complete, and it cannot ask for more.  It ends in one result,
 * made of findings from findings.def.
 */
#ifndef CHECK_CHECK_H /* libcheck has CHECK_H */
#define CHECK_CHECK_H

#include "base/arena.h"
#include "check/result.h"
#include "facts/facts.h"

/* What a check is about, of the several things that a request can be. */
struct aim {
	struct arena *a;
	const struct request *req;
	const struct ip *ip; /* of EACH_IP, or NULL */
	struct name domain;  /* of EACH_MAIL_DOMAIN; DOMAIN */
	/* Of EACH_SELECTOR, and of the signature; or NULL. */
	const struct selector *selector;
	const struct sample_signature *signature; /* of EACH_SIGNATURE */
	const struct provider *provider;          /* of EACH_PROVIDER */
	const struct plan *plan; /* what is proposed; or NULL */
	const struct psl *psl;   /* public suffixes; or NULL */
	bool fetch;              /* the policy of MTA-STS, too */
	struct str dnsbl_key;    /* or empty */
};

struct scope;

/* A check that judges. */
struct check {
	struct arena *a; /* lives as long as the report */
	const struct request *req;
	const struct policy *policy;
	struct facts *facts;       /* complete */
	const struct scope *scope; /* what can be judged at all */
	const struct ip *ip;       /* and so on: see struct aim */
	struct name domain;
	const struct selector *selector;
	const struct sample_signature *signature;
	const struct provider *provider;
	const struct plan *plan;
	struct result *result;
};

/* The IP, or none. */
struct ip ip_or_none(const struct ip *ip);

/* Adds a finding; the sentence is made as printf() makes it, and gets its full
 * stop here.  It may hold raw text of the DNS: whoever prints it escapes it.
 * Never NULL. */
__attribute__((format(printf, 3, 4))) struct finding *
check_flag(struct check *c, enum finding_id id, const char *fmt, ...);

/* Another grade for f than its row has, unless the user chose one. */
void check_set_grade(struct check *c, struct finding *f, enum grade grade);

/* What would mend f, in a record set that an answer of the run is about. */
void check_need(struct check *c, struct finding *f, struct need need);

/* What happened where there is no answer: "no answer came". */
struct str words_of_status(enum answer_status status);

/* The dns.* finding that tells of a status; FINDING_COUNT for one that is an
 * answer. */
enum finding_id finding_of_status(enum answer_status status);

/* Adds the dns.* finding for an answer that says nothing, graded by the worst
 * finding that the answer may hide.  NULL, and nothing added, if
 * answer_is_known(). */
struct finding *check_unknown(
    struct check *c, const struct answer *answer, enum finding_id worst);

/* Adds that more was not looked at than a run looks at, graded by the worst
 * finding that there may be. */
__attribute__((format(printf, 3, 4))) struct finding *
check_unseen(struct check *c, enum finding_id worst, const char *fmt, ...);

/* Where several records are there only because a zone's servers do not agree,
 * f advises to wait.  False, and nothing changed, if they do. */
bool check_mixed(struct finding *f, const struct answer *answer);

/* The check ends as skipped, unless it found something. */
__attribute__((format(printf, 2, 3))) void
check_skip(struct check *c, const char *fmt, ...);

/* The line for people behind the subject. */
__attribute__((format(printf, 2, 3))) void
check_say(struct check *c, const char *fmt, ...);

/* A name as text in the check's arena: for "%.*s" with PSTR(). */
struct str check_name(struct check *c, struct name name);

#endif

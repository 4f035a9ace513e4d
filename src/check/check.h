/*
 * check.h - a check: a pure function of the request and of the answers that
 * are here.
 *
 * It asks with check_ask(); NULL means that the answer is not here yet.  The
 * check then goes on with whatever else it can ask and returns; the driver
 * throws away what it found and runs it afresh when answers have come.  It
 * ends in one result, made of findings from findings.def.  From the first
 * missing answer on, findings and sentences are a draft that nobody will see:
 * they are not even made.
 */
#ifndef CHECK_CHECK_H /* libcheck has CHECK_H */
#define CHECK_CHECK_H

#include "base/arena.h"
#include "check/request.h"
#include "check/result.h"
#include "dns/lookup.h"

/* One run of a check. */
struct check {
	struct arena *a; /* lives as long as the report */
	const struct request *req;
	const struct policy *policy;
	struct lookup *lookup;
	const struct ip *ip;             /* of EACH_IP, or NULL */
	struct name domain;              /* of EACH_MAIL_DOMAIN; DOMAIN */
	const struct selector *selector; /* of EACH_SELECTOR, or NULL */
	const struct provider *provider; /* of EACH_PROVIDER */
	struct result *result;
	struct asked asked; /* what this run of it looked up */
	bool done;
};

/* The answer, or NULL while it is not here: lookup_ask() for this check. */
const struct answer *
check_ask(struct check *c, struct name name, uint16_t type);

/* Adds a finding; the sentence is made as printf() makes it, and gets its full
 * stop here.  It may hold raw text of the DNS: whoever prints it escapes it.
 * Never NULL. */
__attribute__((format(printf, 3, 4))) struct finding *
check_find(struct check *c, enum finding_id id, const char *fmt, ...);

/* Another grade for f than its row has, unless the user chose one. */
void check_weigh(struct check *c, struct finding *f, enum grade grade);

/* A record change that mends f. */
void check_fix(struct check *c, struct finding *f, const char *action,
    struct name name, uint16_t type, struct str old, struct str new);

/* Adds the dns.* finding for an answer that says nothing.  False, and nothing
 * added, if answer_is_known(). */
bool check_unknown(struct check *c, const struct answer *answer);

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

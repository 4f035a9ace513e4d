/*
 * psl.h - the public suffix list, by which receivers of RFC 7489 tell
 * organizational domains (its section 3.2).
 *
 * The list is the system's, and optional.  Its rules stand in a hash table of
 * views; internationalised ones, which the list has as U-labels, are not
 * looked up, so a name with an A-label gets no opinion.
 */
#ifndef PSL_H
#define PSL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name.h"

/* Where Debian and others have it. */
#define PSL_PATH "/usr/share/publicsuffix/public_suffix_list.dat"

enum { PSL_MAX_OCTETS = 4 * 1024 * 1024 };

struct psl;

/* text, of PSL_MAX_OCTETS at most, must live as long as the arena.  Lines that
 * are no rules are skipped, so any text makes a list. */
const struct psl *psl_parse(struct arena *a, struct str text);

/* The list of the file; NULL where it cannot be read. */
const struct psl *psl_read(struct arena *a, const char *path);

/* The public suffix and one label more; the name itself if it has no more; no
 * name where the list cannot tell. */
struct name
psl_org_domain(const struct psl *psl, struct arena *a, struct name name);

#endif

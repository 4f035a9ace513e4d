/*
 * spf_edit.h - changes of an SPF record, as its owner would make them.
 *
 * Pure: a record in, a record out; what is not about the change stays as it
 * is, but for blanks.  Nobody who passes before fails afterwards, unless a
 * limit of RFC 7208 section 4.6.4 says so: who proposes a change counts again.
 */
#ifndef SPF_EDIT_H
#define SPF_EDIT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"

/* A new record for this address alone. */
struct str spf_edit_new(struct arena *a, struct ip ip);

/* The record with a term ("ip4:192.0.2.1", "include:a.example") that lets its
 * senders pass: before the term that decides otherwise now (decided; empty:
 * none), else before "all".  Early: before the first term that costs
 * a lookup, for limits that end the evaluation there. */
struct str spf_edit_add(struct arena *a, struct str text, struct str term,
    struct str decided, bool early);

/* The same for an address; where the record says something else of this very
 * address ("?ip4:192.0.2.1"), that goes, and where it lets it pass, nothing
 * changes. */
struct str spf_edit_pass(struct arena *a, struct str text, struct ip ip,
    struct str decided, bool early);

/* One record with all that several say: whom one of them lets pass, it lets
 * pass.  A redirect beside "all", or beside another, becomes an include.
 * False where they exclude each other, or have errors. */
bool spf_edit_merge(
    struct arena *a, const struct str *texts, size_t n, struct str *out);

/* "all" at the end, so that what came after it counts; and a redirect
 * beside "all" as an include, so that it counts. */
struct str spf_edit_order(struct arena *a, struct str text);

/* With "~all" at the end, unless a redirect is there, or an "all" that says
 * something. */
struct str spf_edit_close(struct arena *a, struct str text);

/* Each term once: the first of those that say the same. */
struct str spf_edit_unique(struct arena *a, struct str text);

#endif

/*
 * spf_need.h - what findings need of the SPF record of one name, done to its
 * record set.
 */
#ifndef SPF_NEED_H
#define SPF_NEED_H

#include "check/need.h"
#include "fix/record_set.h"

/* Whether the kind is about the SPF record. */
bool need_is_spf(enum need_kind kind);

/* Whether the need is about what the record says, not only about which
 * addresses it names: who passes afterwards is to be seen. */
bool spf_need_rebuilds(enum need_kind kind);

/* False, and nothing changed, where it cannot be done, or is done already. */
bool spf_need_apply(
    struct record_sets *sets, struct record_set *set, const struct need *need);

#endif

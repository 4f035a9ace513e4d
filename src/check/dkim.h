/* dkim.h - the parts of the dkim check: findings where there is no key. */
#ifndef CHECK_DKIM_H
#define CHECK_DKIM_H

#include "check/check.h"
#include "facts/selector.h"

/* What a finding about the selector's records has in common. */
struct finding *dkim_about(
    struct check *c, struct finding *f, const struct selector_view *view);

/* The record of the given key file is what mends f; nothing without one. */
void dkim_fix_with_file(
    struct check *c, struct finding *f, const struct selector_view *view);

/* The facts that those below read. */
void dkim_need_no_selector(struct facts *facts, const struct aim *aim);
void dkim_need_absent(struct facts *facts, const struct aim *aim,
    const struct selector_view *view);
void dkim_need_wildcard(struct facts *facts, const struct aim *aim);

void dkim_flag_no_selector(struct check *c);
void dkim_flag_absent(struct check *c, const struct selector_view *view);

/* Whether a wildcard answers for the selector; what is wrong where that is no
 * key; and what, where it is one for every selector. */
bool dkim_is_wildcard(struct check *c, const struct selector_view *view);
void dkim_flag_only_wildcard(struct check *c, const struct selector_view *view);
void dkim_flag_wildcard(struct check *c, const struct selector_view *view);

#endif

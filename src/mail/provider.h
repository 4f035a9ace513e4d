/*
 * provider.h - sending services, told by the names that they publish.
 *
 * For words only: "looks like X" never changes a verdict, because a service
 * may change its names whenever it likes.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <stdbool.h>

#include "base/str.h"
#include "dns/name.h"

enum { PROVIDER_MAX_NAMES = 4 };

struct provider {
	struct str id;    /* what --provider takes: "ses" */
	const char *name; /* "Amazon SES" */
	const char *also; /* what people call it, blanks between; or NULL */
	/* Domains that its SPF includes are, or are below. */
	struct str spf[PROVIDER_MAX_NAMES];
	/* It uses a MAIL FROM domain that it serves, unless one below the
	 * author domain is set up: nothing of it belongs in the author
	 * domain's own SPF record. */
	bool has_own_sender;
	/* Domains that its DKIM CNAMEs point below. */
	struct str dkim[PROVIDER_MAX_NAMES];
	/* Its selectors, blanks between, if they are the same for everyone. */
	const char *selectors;
	const char *advice; /* where to find the selector: a sentence */
};

/* All of them; the last has an empty id. */
extern const struct provider providers[];

/* Whether one of its SPF domains is, or is above, domain; and whether a CNAME
 * to target is one of its DKIM keys. */
bool provider_has_spf(const struct provider *p, struct str domain);
bool provider_has_dkim(const struct provider *p, struct str target);

/* Whether it needs a term in the SPF record of this MAIL FROM domain, for mail
 * of the author domain. */
bool provider_wants_spf(
    const struct provider *p, struct name mail_from, struct name author);

/* NULL where none fits. */
const struct provider *provider_by_id(struct str id);
const struct provider *provider_by_alias(struct str called);
const struct provider *provider_by_spf(struct str include);
const struct provider *provider_by_dkim(struct str cname_target);

#endif

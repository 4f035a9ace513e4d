/*
 * request_build.h - a request from what people write: arguments, or the words
 * of a batch line.
 *
 * Names are normalised (idna.h), IPv4-mapped addresses become IPv4, and what
 * is given twice counts once.
 */
#ifndef REQUEST_BUILD_H
#define REQUEST_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "facts/request.h"

/* A text with a NULL pointer was not given. */
struct request_text {
	struct str domain;     /* as people type it: typed.h */
	const struct str *ips; /* IP or IP=HOST, or several with commas */
	size_t nips;
	struct str host;
	struct str helo;
	struct str mail_from; /* no bytes: the null sender */
	const struct str *selectors;
	size_t nselectors;
	const struct str *providers;
	size_t nproviders;
	struct str stage;
	struct str profile;
	struct str label;
	bool is_probe;  /* which requests nothing from a provider */
	bool key_files; /* selectors may name key files of this machine */
};

enum request_part {
	PART_DOMAIN,
	PART_IP,
	PART_HOST,
	PART_HELO,
	PART_MAIL_FROM,
	PART_SELECTOR,
	PART_PROVIDER,
	PART_STAGE,
	PART_PROFILE,
	PART_LABEL,
};

struct request_error {
	enum request_part part;
	struct str value; /* as given: escape it */
	struct str reason;
};

/* "--host 'a..b': it has an empty label", with an excerpt of a long value. */
struct str request_error_text(struct arena *a, const struct request_error *err);

/* False, and err says which part and why.  Everything that out points to is
 * in the arena or in the text. */
bool request_build(struct arena *a, const struct request_text *text,
    struct request *out, struct request_error *err);

#endif

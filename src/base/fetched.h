/* fetched.h - what came of fetching one text over HTTPS. */
#ifndef FETCHED_H
#define FETCHED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ip.h"
#include "base/str.h"

enum fetched_end {
#define FETCHED(id, text) FETCHED_##id,
#include "base/fetched.def"
#undef FETCHED
	FETCHED_ENDS
};

/* Text is as it came: any byte may be in it. */
struct fetched {
	enum fetched_end end;
	struct ip ip;        /* the last that was tried; or IP_NONE */
	uint32_t status;     /* of HTTP, after FETCHED_DONE; else 0 */
	struct str type;     /* Content-Type; or empty */
	struct str location; /* of a redirect; or empty */
	struct str body;     /* with status 200 */
	struct str error; /* FAILED, CERTIFICATE, UNVERIFIED: what happened */
};

const char *fetched_end_text(enum fetched_end end);

/* False, and out untouched, for another word. */
bool fetched_end_parse(struct str text, enum fetched_end *out);

#endif

/*
 * spf_macro.h - macros of SPF records and explanations (RFC 7208 section 7).
 *
 * A reader is a cursor over text that it does not own; errors stick, and err
 * and at say what and where.  Expansion is pure: what needs the DNS, the
 * client's validated name, is given.
 */
#ifndef SPF_MACRO_H
#define SPF_MACRO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "dns/name.h"

/* RFC 7208 section 7.3: a longer name loses labels at its left. */
enum { SPF_TARGET_MAX = 253 };

enum spf_error {
#define SPF_ERROR(id, text) SPF_ERROR_##id,
#include "mail/spf_error.def"
#undef SPF_ERROR
};

const char *spf_error_text(enum spf_error err);

/* Where the text stands: explanations may have blanks and %{c}, %{r}, %{t}. */
enum spf_macro_place { SPF_IN_RECORD, SPF_IN_EXPLANATION };

struct spf_macro_reader {
	struct str text;
	enum spf_macro_place place;
	size_t at; /* next byte to read, or where the error is */
	enum spf_error err;
};

/* A run of other text, or one macro. */
struct spf_token {
	struct str text;
	char letter;   /* 0: other text; '%', '_', '-'; else in lower case */
	bool is_upper; /* the value is to be URL-escaped */
	bool reversed;
	uint32_t parts; /* to keep from the right; 0: all */
	struct str delimiters;
};

bool spf_macro_next(struct spf_macro_reader *reader, struct spf_token *token);

/* Whether text, which has no errors, has a macro of this letter. */
bool spf_macro_uses(struct str text, char letter);

/* Whether it has a macro of any letter: it depends on the mail. */
bool spf_macro_any(struct str text);

/* What the macros stand for. */
struct spf_macro_values {
	struct ip ip;              /* i, c, v */
	struct str local_part;     /* l, s */
	struct str sender_domain;  /* o, s */
	struct name domain;        /* d */
	struct str helo;           /* h */
	struct str validated_name; /* p */
	struct str receiver;       /* r */
	int64_t now;               /* t */
};

/* False, and out untouched, where the text has an error. */
bool
spf_macro_expand(struct arena *a, struct str text, enum spf_macro_place place,
    const struct spf_macro_values *values, struct str *out);

/* A name with dots between its labels and nothing escaped. */
struct str spf_name_plain(struct arena *a, struct name name);

/* An expanded domain-spec as a name to look up: without the last dot, and
 * without leftmost labels while it is too long.  False where that is no legal
 * name. */
bool spf_target_name(struct arena *a, struct str text, struct name *out);

#endif

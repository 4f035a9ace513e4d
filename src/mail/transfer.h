/*
 * transfer.h - what base64 and quoted-printable stand for, line by line (RFC
 * 2045 section 6).
 *
 * Reading never fails: what does not belong there is skipped in base64, and
 * stands for itself in quoted-printable, as mail readers do it.
 */
#ifndef TRANSFER_H
#define TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum transfer_kind { TRANSFER_AS_IS, TRANSFER_BASE64, TRANSFER_QUOTED };

struct transfer {
	enum transfer_kind kind;
	bool owes_line_end; /* it belongs to what follows, if that is a
			     * delimiter (RFC 2046 section 5.1.1) */
	uint32_t bits;      /* base64: of the letters of a group */
	unsigned nletters;
	char held[2]; /* quoted-printable: "=" and one digit */
	unsigned nheld;
};

/* The kind that a Content-Transfer-Encoding names; any other is as it is. */
enum transfer_kind transfer_kind_of(struct str value);

/* text: a line or a part of one, without its CRLF; ends_line: CRLF follows. */
void transfer_add(
    struct transfer *t, struct str text, bool ends_line, struct buf *out);

/* The text ends, and no delimiter was behind it. */
void transfer_end(struct transfer *t, struct buf *out);

#endif

/*
 * spf_record_copy.h - a parsed SPF record in one block of memory, with all
 * that it points to: how it is kept beside an answer.
 */
#ifndef SPF_RECORD_COPY_H
#define SPF_RECORD_COPY_H

#include "mail/spf_record.h"

/* Octets that a copy takes. */
size_t spf_record_bytes(const struct spf_record *record);

/* Copies the record into block, which has room for spf_record_bytes() and is
 * aligned for any type; the copy points to nothing outside. */
const struct spf_record *
spf_record_copy(void *block, const struct spf_record *record);

#endif

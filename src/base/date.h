/* date.h - days of the calendar (RFC 3339 full-date, proleptic Gregorian). */
#ifndef DATE_H
#define DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum { DAY_S = 86400 };

/* "2026-11-26" as days since 1970-01-01; false for what is no such day of a
 * year from 1970 on. */
bool date_parse(struct str text, int64_t *day);

struct str date_text(struct arena *a, int64_t day);

int64_t date_today(void); /* in UTC */

#endif

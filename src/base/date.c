#include <time.h>

#include "base/date.h"

enum { YEAR_FIRST = 1970, YEAR_LAST = 9999 };

static bool
is_leap(uint32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t
days_in(uint32_t year, uint32_t month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

/* Days of the years before. */
static int64_t
days_before(uint32_t year)
{
	int64_t y = (int64_t)year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

bool
date_parse(struct str text, int64_t *day)
{
	uint32_t year, month, of_month;
	int64_t days;

	if (text.n != 10 || text.s[4] != '-' || text.s[7] != '-' ||
	    !str_u32(str_to(text, 4), YEAR_LAST, &year) || year < YEAR_FIRST ||
	    !str_u32(str_to(str_from(text, 5), 2), 12, &month) || month == 0 ||
	    !str_u32(str_from(text, 8), days_in(year, month), &of_month) ||
	    of_month == 0)
		return false;
	days = days_before(year) + of_month - 1;
	for (uint32_t m = 1; m < month; m++)
		days += days_in(year, m);
	*day = days;
	return true;
}

struct str
date_text(struct arena *a, int64_t day)
{
	uint32_t year = YEAR_FIRST, month = 1;

	while (days_before(year + 1) <= day)
		year++;
	day -= days_before(year);
	for (; day >= days_in(year, month); month++)
		day -= days_in(year, month);
	return arena_printf(
	    a, "%04u-%02u-%02u", year, month, (unsigned)day + 1);
}

int64_t
date_today(void)
{
	return (int64_t)time(NULL) / DAY_S;
}

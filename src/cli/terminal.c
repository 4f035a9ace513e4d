#define _DEFAULT_SOURCE /* struct winsize */

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/terminal.h"

enum {
	COLUMNS_MIN = 40,
	COLUMNS_MAX = 120 /* the eye loses longer lines */
};

size_t
terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 0;
	return size.ws_col < COLUMNS_MIN ? COLUMNS_MIN
	    : size.ws_col > COLUMNS_MAX  ? COLUMNS_MAX
					 : size.ws_col;
}

bool
terminal_has_lines(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	struct str locale = { NULL, 0 }, rest, codeset;

	for (size_t i = 0; i < 3 && locale.n == 0; i++)
		locale = str_of(getenv(names[i]));
	rest = str_from(locale, str_find(locale, '.') + 1);
	str_cut(&rest, '@', &codeset);
	return str_eq_nocase(codeset, S("UTF-8")) ||
	    str_eq_nocase(codeset, S("utf8"));
}

/* NO_COLOR counts if it is not empty (no-color.org). */
bool
terminal_has_color(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color != NULL && no_color[0] != '\0')
		return false;
	return isatty(STDOUT_FILENO) && term != NULL &&
	    !str_eq(str_of(term), S("dumb"));
}

struct page
terminal_page(struct buf *out, struct arena *a)
{
	struct page page = page_plain(out, a);
	size_t n = terminal_columns();

	if (n > 0)
		page.columns = n;
	page.has_lines = terminal_has_lines();
	return page;
}

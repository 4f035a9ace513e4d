#include <stdio.h>
#include <unistd.h>

#include "base/escape.h"
#include "cli/wait_show.h"

/* Cut at the terminal's edge: a line that wrapped would not go away again. */
#define BEGIN_LINE "\r\033[K\033[?7l"
#define END_LINE   "\033[?7h"

/* Of all codes so many are named: they are a hint, and the report has all. */
enum { CODES_MAX = 6 };

void
wait_show_begin(struct wait_show *show)
{
	*show = (struct wait_show){
		.is_terminal = isatty(STDERR_FILENO) != 0,
	};
}

static bool
is_reason(const struct result *r, const struct finding *f)
{
	return finding_counts(f) &&
	    (r->status == STATUS_FAIL          ? f->severity == SEV_FAIL
		    : r->status == STATUS_WARN ? f->severity == SEV_WARN
					       : f->severity == SEV_UNKNOWN);
}

/* "forward.missing, spf.softfail", each code once. */
static void
list_codes(struct buf *b, const struct report *report, const struct gate *gate)
{
	bool seen[FINDING_COUNT] = { false };
	size_t n = 0;

	for (size_t i = 0; i < report->nresults; i++) {
		const struct result *r = &report->results[i];

		if (!gate_stops(gate, r))
			continue;
		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next) {
			if (seen[f->id] || !is_reason(r, f))
				continue;
			seen[f->id] = true;
			if (++n <= CODES_MAX)
				buf_printf(b, "%s%s", n > 1 ? ", " : "",
				    finding_info[f->id].code);
		}
	}
	if (n > CODES_MAX)
		buf_printf(b, " and %zu more", n - CODES_MAX);
	if (n == 0)
		buf_text(b, "nothing was checked");
}

static void
put_time(FILE *out, const char *before, time_t at)
{
	struct tm tm;
	char text[sizeof("23:22:08")];

	localtime_r(&at, &tm);
	strftime(text, sizeof(text), "%H:%M:%S", &tm);
	fprintf(out, "%s%s", before, text);
}

static void
put_state(const struct wait_show *show)
{
	struct str state = buf_view(&show->state);

	fprintf(stderr, "%.*s, since", PSTR(state));
	put_time(stderr, " ", show->since);
	if (show->kept > 0)
		put_time(stderr, ", in a cache until ", show->kept);
}

void
wait_show_look(struct wait_show *show, const char *whom,
    const struct report *report, const struct gate *gate, uint32_t kept_s)
{
	struct buf state = { 0 };
	time_t now = time(NULL);
	bool is_new;

	buf_printf(&state, "%s: ", whom);
	list_codes(&state, report, gate);
	is_new = !str_eq(buf_view(&state), buf_view(&show->state));
	buf_free(&show->state);
	show->state = state;
	show->kept = kept_s > 0 ? now + (time_t)kept_s : 0;
	if (is_new)
		show->since = now;
	if (!is_new || show->is_terminal)
		return;
	fputs("mailpreflight: ", stderr);
	put_state(show);
	fputs("\n", stderr);
	fflush(stderr);
}

void
wait_show_left(const struct wait_show *show, uint32_t seconds)
{
	if (!show->is_terminal)
		return;
	fprintf(stderr, BEGIN_LINE "again in %u s; ", seconds);
	put_state(show);
	fputs(END_LINE, stderr);
	fflush(stderr);
}

void
wait_show_end(struct wait_show *show)
{
	if (show->is_terminal)
		fputs("\r\033[K", stderr);
	buf_free(&show->state);
}

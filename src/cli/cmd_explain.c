#include "base/buf.h"
#include "base/escape.h"
#include "check/check.h"
#include "check/example.h"
#include "check/refusal.h"
#include "cli/args.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "report/filing.h"
#include "report/wrap.h"

/* How severe, where that depends on the stage or the profile. */
static const char *
grade_text(enum grade grade)
{
	switch (grade) {
	case INFO:
		return "info";
	case WARN:
		return "warn";
	case UNKNOWN:
		return "unknown";
	case FAIL:
		return "fail";
	case FAIL_OR_INFO:
		return "fail; info with --stage request";
	case WARN_OR_INFO:
		return "warn; info with --stage request";
	case WARN_OR_FAIL:
		return "warn; fail with --profile bulk";
	}
	return "";
}

static void
write_paragraph(const struct page *page, const char *label, const char *text)
{
	struct wrap w;

	buf_printf(page->out, "\n%s\n", label);
	w = wrap_begin(page, 4);
	wrap_words(&w, str_of(text));
	wrap_end(&w);
}

/* Lines that are to be pasted: never folded. */
static void
write_lines(const struct page *page, const char *label, const char *text)
{
	struct str rest = str_of(text), line;

	buf_printf(page->out, "\n%s\n", label);
	while (rest.n > 0 && str_cut(&rest, '\n', &line))
		buf_printf(page->out, "    %.*s\n", PSTR(line));
}

/* How a reverse name is set, for each of the providers that are known. */
static void
write_providers(const struct page *page)
{
	enum { NAME_COLUMNS = 14 };

	buf_text(page->out, "\nWhere a PTR is set (--request prints more)\n");
	for (enum filing_id id = 0; id < FILING_COUNT; id++) {
		struct wrap w;

		buf_printf(
		    page->out, "    %-*s", NAME_COLUMNS, filing_info[id].name);
		w = wrap_from(page, 4 + NAME_COLUMNS);
		wrap_words(&w, str_of(filing_info[id].where));
		wrap_end(&w);
	}
}

static void
write_one(const struct page *page, enum finding_id id)
{
	const struct finding_info *info = &finding_info[id];

	buf_printf(page->out, "%s (%s)\n", info->code, grade_text(info->grade));
	write_paragraph(page, "What it means", info->title);
	write_paragraph(page, "Why receivers care", info->why);
	write_paragraph(page, "What to do", info->fix);
	write_lines(page, "Before", example[id].before);
	write_lines(page, "After", example[id].after);
	if (str_eq(str_of(info->check), S("reverse")) && info->grade != INFO)
		write_providers(page);
	write_paragraph(page, "Where it is specified", info->reference);
}

static size_t
longest_code(void)
{
	size_t longest = 0;

	for (enum finding_id id = 0; id < FINDING_COUNT; id++) {
		size_t n = str_of(finding_info[id].code).n;

		if (n > longest)
			longest = n;
	}
	return longest;
}

static void
write_list(const struct page *page)
{
	struct buf *out = page->out;
	size_t column = 2 + longest_code() + 2;
	const char *last = "";

	for (enum finding_id id = 0; id < FINDING_COUNT; id++) {
		const struct finding_info *info = &finding_info[id];
		struct wrap w;

		if (!str_eq(str_of(info->check), str_of(last)))
			buf_printf(
			    out, "%s%s\n", id > 0 ? "\n" : "", info->check);
		last = info->check;
		buf_printf(out, "  %-*s", (int)column - 2, info->code);
		w = wrap_from(page, column);
		wrap_words(&w, str_of(info->title));
		wrap_end(&w);
	}
}

/* A reply is several words, or begins with a number or a bracket. */
static bool
is_reply(struct str text)
{
	return text.n > 0 &&
	    (!byte_is_alpha(text.s[0]) || str_find(text, ' ') < text.n);
}

static struct str
joined(struct arena *a, const struct args *args)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < args->noperands; i++) {
		if (i > 0)
			buf_byte(&b, ' ');
		buf_str(&b, args->operands[i]);
	}
	return buf_view(&b);
}

static void
write_refusal(const struct page *page, const struct refusal *refusal)
{
	size_t column = 2 + longest_code() + 2;
	struct str rest = str_of(refusal->findings), code;
	struct wrap w = wrap_begin(page, 0);

	wrap_words(&w,
	    arena_printf(page->a, "%s: %s", refusal->receiver, refusal->means));
	wrap_end(&w);
	if (rest.n == 0)
		buf_text(page->out, "  nothing that is published causes it\n");
	while (rest.n > 0 && str_cut(&rest, ' ', &code)) {
		const struct finding_info *info =
		    &finding_info[finding_by_code(code)];

		buf_printf(page->out, "  %-*s", (int)column - 2, info->code);
		w = wrap_from(page, column);
		wrap_words(&w, str_of(info->title));
		wrap_end(&w);
	}
}

static enum quit
explain_reply(struct arena *a, const struct page *page, struct str text)
{
	const struct refusal **found =
	    arena_array(a, REFUSAL_COUNT, const struct refusal *);
	size_t n = refusal_find(a, text, found);

	if (n == 0)
		return complain(a, QUIT_USAGE,
		    "REPLY '%.*s': not one that is known here",
		    PSTR(excerpt(a, text, EXCERPT_COLUMNS)));
	for (size_t i = 0; i < n; i++) {
		write_refusal(page, found[i]);
		buf_byte(page->out, '\n');
	}
	buf_text(
	    page->out, "\"mailpreflight explain CODE\" says more of each.\n");
	return output_write(a, NULL, buf_view(page->out));
}

enum quit
cmd_explain(struct arena *a, const struct args *args)
{
	struct buf out = { .a = a };
	struct page page = terminal_page(&out, a);
	enum finding_id id;

	if (args->noperands == 0) {
		write_list(&page);
		return output_write(a, NULL, buf_view(&out));
	}
	id = finding_by_code(args->operands[0]);
	if (is_reply(joined(a, args)) &&
	    (id == FINDING_COUNT || refusal_code(joined(a, args)).n > 0))
		return explain_reply(a, &page, joined(a, args));
	if (args->noperands > 1)
		return complain(a, QUIT_USAGE, "CODE '%.*s': one is enough",
		    PSTR(excerpt(a, args->operands[1], EXCERPT_COLUMNS)));
	if (id == FINDING_COUNT)
		return complain(a, QUIT_USAGE,
		    "CODE '%.*s': no such finding%.*s",
		    PSTR(excerpt(a, args->operands[0], EXCERPT_COLUMNS)),
		    PSTR(nearest_code(a, args->operands[0])));
	write_one(&page, id);
	return output_write(a, NULL, buf_view(&out));
}

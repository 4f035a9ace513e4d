#include "base/buf.h"
#include "base/escape.h"
#include "check/check.h"
#include "cli/args.h"
#include "cli/output.h"
#include "cli/policy_args.h"
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
	case WARN_OR_FAIL:
		return "warn; fail with --profile bulk";
	}
	return "";
}

static void
write_paragraph(
    struct buf *out, struct arena *a, const char *label, const char *text)
{
	struct wrap w = { out, a, 0, 0 };

	if (label[0] != '\0') {
		buf_printf(out, "\n%s\n", label);
		w = wrap_begin(out, a, 4);
	}
	wrap_words(&w, str_of(text));
	wrap_end(&w);
}

static void
write_one(struct buf *out, struct arena *a, const struct finding_info *info)
{
	buf_printf(out, "%s (%s)\n", info->code, grade_text(info->grade));
	write_paragraph(out, a, "What it means", info->title);
	write_paragraph(out, a, "Why receivers care", info->why);
	write_paragraph(out, a, "What to do", info->fix);
	write_paragraph(out, a, "Where it is specified", info->reference);
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
write_list(struct buf *out, struct arena *a)
{
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
		w = (struct wrap){ out, a, column, column };
		wrap_words(&w, str_of(info->title));
		wrap_end(&w);
	}
}

enum quit
cmd_explain(struct arena *a, const struct args *args)
{
	struct buf out = { .a = a };
	enum finding_id id;

	if (args->noperands > 1)
		return complain(a, QUIT_USAGE, "CODE '%.*s': one is enough",
		    PSTR(excerpt(a, args->operands[1], EXCERPT_COLUMNS)));
	if (args->noperands == 0) {
		write_list(&out, a);
		return output_write(a, NULL, buf_view(&out));
	}
	id = finding_by_code(args->operands[0]);
	if (id == FINDING_COUNT)
		return complain(a, QUIT_USAGE,
		    "CODE '%.*s': no such finding%.*s",
		    PSTR(excerpt(a, args->operands[0], EXCERPT_COLUMNS)),
		    PSTR(nearest_code(a, args->operands[0])));
	write_one(&out, a, &finding_info[id]);
	return output_write(a, NULL, buf_view(&out));
}

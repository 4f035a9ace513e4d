#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/baseline.h"

struct reader {
	struct arena *a;
	struct buf list; /* of struct known */
	struct str sender;
};

static struct str
text_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return (
	    struct str){ json_string_value(value), json_string_length(value) };
}

/* What could not be determined, or was accepted for a time, is not known; nor
 * is what this version has no code for. */
static void
add_finding(
    struct reader *r, enum check_id check, struct ip ip, const json_t *finding)
{
	struct known known = {
		.sender = r->sender,
		.check = check,
		.id = finding_by_code(text_of(finding, "code")),
		.ip = ip,
	};

	if (known.id == FINDING_COUNT ||
	    !severity_parse(text_of(finding, "severity"), &known.severity) ||
	    known.severity == SEV_UNKNOWN ||
	    json_object_get(finding, "waived") != NULL)
		return;
	known.subject = arena_str(r->a, text_of(finding, "subject"));
	buf_str(&r->list, (struct str){ (char *)&known, sizeof(known) });
}

static void
add_check(struct reader *r, const json_t *result)
{
	enum check_id check = check_by_name(text_of(result, "check"));
	struct ip ip = { .family = IP_NONE };
	const json_t *findings = json_object_get(result, "findings");

	if (check == CHECK_COUNT)
		return;
	if (text_of(result, "ip").n > 0)
		ip_parse(text_of(result, "ip"), &ip);
	for (size_t i = 0; i < json_array_size(findings); i++)
		add_finding(r, check, ip, json_array_get(findings, i));
}

/* False for what is no report of this schema; a bad line's error says
 * nothing. */
static bool
add_report(struct reader *r, const json_t *report)
{
	const json_t *request = json_object_get(report, "request");
	const json_t *checks = json_object_get(report, "checks");

	if (json_object_get(report, "error") != NULL)
		return true;
	if (!str_eq(text_of(report, "schema"), S("mailpreflight/1")) ||
	    !json_is_object(request) || !json_is_array(checks))
		return false;
	r->sender = arena_str(r->a,
	    baseline_sender(
		r->a, text_of(request, "domain"), text_of(request, "label")));
	for (size_t i = 0; i < json_array_size(checks); i++)
		add_check(r, json_array_get(checks, i));
	return true;
}

static bool
skip_blanks(FILE *file)
{
	int c;

	while ((c = getc(file)) == ' ' || c == '\t' || c == '\r' || c == '\n')
		;
	return c != EOF && ungetc(c, file) != EOF;
}

/* One report after the other, so that a batch's is never in memory whole. */
static bool
read_reports(struct reader *r, FILE *file, struct str *error)
{
	for (size_t n = 1; skip_blanks(file); n++) {
		json_error_t why;
		json_t *report = json_loadf(file,
		    JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &why);
		bool ok = report != NULL && add_report(r, report);

		if (!ok)
			*error = arena_printf(r->a, "report %zu: %s", n,
			    report == NULL ? why.text
					   : "not a JSON report of check or "
					     "batch");
		json_decref(report);
		if (!ok)
			return false;
	}
	if (ferror(file))
		*error = str_of(strerror(errno));
	return !ferror(file);
}

/* Stable: equal ones stay in the order of their report. */
static int
sender_order(const void *x, const void *y)
{
	const struct known *p = x, *q = y;
	int order = str_order(p->sender, q->sender);

	return order != 0          ? order
	    : p->check != q->check ? (p->check < q->check ? -1 : 1)
				   : str_order(p->subject, q->subject);
}

const struct baseline *
baseline_load(struct arena *a, FILE *file, struct str *error)
{
	struct reader r = { .a = a };
	struct baseline *out = arena_new(a, struct baseline);
	bool ok = read_reports(&r, file, error);
	struct known *list;

	out->n = r.list.n / sizeof(*list);
	list = arena_array(a, out->n, struct known);
	if (out->n > 0)
		memcpy(list, r.list.s, r.list.n);
	buf_free(&r.list);
	qsort(list, out->n, sizeof(*list), sender_order);
	out->list = list;
	return ok ? out : NULL;
}

const struct baseline *
baseline_read(struct arena *a, const char *path, struct str *error)
{
	FILE *file = fopen(path, "rb");
	const struct baseline *out;

	if (file == NULL) {
		*error = str_of(strerror(errno));
		return NULL;
	}
	out = baseline_load(a, file, error);
	fclose(file);
	return out;
}

#include "check/finding.h"

const struct finding_info finding_info[FINDING_COUNT] = {
#define FINDING(id, check, grade, code, title, why, fix, reference) \
	[FINDING_##id] = { check, grade, code, title, why, fix, reference },
#include "check/findings.def"
#undef FINDING
};

static const char *const severity_names[] = {
	[SEV_OFF] = "off",
	[SEV_INFO] = "info",
	[SEV_WARN] = "warn",
	[SEV_UNKNOWN] = "unknown",
	[SEV_FAIL] = "fail",
};

enum finding_id
finding_by_code(struct str code)
{
	enum finding_id id = 0;

	while (
	    id < FINDING_COUNT && !str_eq(str_of(finding_info[id].code), code))
		id++;
	return id;
}

enum severity
grade_severity(enum grade grade, enum stage stage, enum profile profile)
{
	switch (grade) {
	case INFO:
		return SEV_INFO;
	case WARN:
		return SEV_WARN;
	case UNKNOWN:
		return SEV_UNKNOWN;
	case FAIL:
		return SEV_FAIL;
	case FAIL_OR_INFO:
		return stage == STAGE_REQUEST ? SEV_INFO : SEV_FAIL;
	case WARN_OR_INFO:
		return stage == STAGE_REQUEST ? SEV_INFO : SEV_WARN;
	case WARN_OR_FAIL:
		return profile == PROFILE_BULK ? SEV_FAIL : SEV_WARN;
	}
	return SEV_FAIL;
}

const char *
severity_text(enum severity severity)
{
	return severity_names[severity];
}

void
finding_set_cached(struct finding *f, const struct answer *answer)
{
	f->cached_s = answer != NULL ? answer->ttl : 0;
	f->cached_elsewhere_s = answer != NULL ? answer_longest_ttl(answer) : 0;
}

bool
finding_counts(const struct finding *f)
{
	return f->waiver == NULL && !f->is_known;
}

bool
severity_parse(struct str text, enum severity *out)
{
	for (enum severity s = SEV_OFF; s <= SEV_FAIL; s++)
		if (str_eq(str_of(severity_names[s]), text)) {
			*out = s;
			return true;
		}
	return false;
}

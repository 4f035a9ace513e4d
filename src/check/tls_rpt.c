/* tls-rpt: where reports of failed TLS go (RFC 8460 section 3). */
#include "check/sole_record.h"
#include "mail/versioned.h"

static const char *
fault_of(struct str text)
{
	struct str uris, uri;

	if (!versioned_tag(text, S("rua"), &uris) || uris.n == 0)
		return "it has no rua=";
	while (str_cut(&uris, ',', &uri)) {
		uri = str_trim(uri);
		if (!str_starts_nocase(uri, S("mailto:")) &&
		    !str_starts_nocase(uri, S("https:")))
			return "a rua= address is neither mailto: nor https:";
	}
	return NULL;
}

static const struct sole_record record = {
	.labels = STR("_smtp._tls"),
	.version = STR("v=TLSRPTv1"),
	.none = FINDING_TLS_RPT_NONE,
	.bad = FINDING_TLS_RPT_RECORD,
	.no_record = "has no record for reports of failed TLS",
	.useless = "gets no reports",
	.fault_of = fault_of,
};

void
need_tls_rpt(struct facts *facts, const struct aim *aim)
{
	need_sole_record(facts, aim, &record);
}

void
check_tls_rpt(struct check *c)
{
	check_sole_record(c, &record);
}

#include "base/escape.h"
#include "check/dmarc.h"

void
dmarc_flag_unauthorized(struct check *c, const struct policy_view *view)
{
	const struct report_hosts *hosts = facts_report_hosts(c->facts);
	struct str domain = check_name(c, view->found->domain);

	for (size_t i = 0; i < hosts->n; i++) {
		const struct report_host *host = &hosts->at[i];
		struct finding *f;

		if (host->is_welcome ||
		    (host->answer != NULL &&
			check_unknown(c, host->answer,
			    FINDING_DMARC_REPORT_UNAUTHORIZED)) ||
		    (host->failure != NULL &&
			check_unknown(c, host->failure,
			    FINDING_DMARC_REPORT_UNAUTHORIZED)))
			continue;
		f = check_flag(c, FINDING_DMARC_REPORT_UNAUTHORIZED,
		    "%.*s has not agreed to get the reports of %.*s",
		    PSTR(escape(c->a, host->uri->text)), PSTR(domain));
		if (host->owner.n > 0)
			check_need(c, f,
			    need_value(
				host->owner, TYPE_TXT, S(""), S("v=DMARC1")));
	}
	if (hosts->has_more)
		check_unseen(c, FINDING_DMARC_REPORT_UNAUTHORIZED,
		    "Reports go to more than %d hosts; the others were not "
		    "looked at",
		    REPORT_HOSTS_MAX);
}

#include "check/subject.h"
#include "base/buf.h"

bool
host_is_missing(struct check *c, const struct host *host, enum finding_id worst)
{
	struct finding *f;

	switch (host->found) {
	case HOST_FOUND:
		return false;
	case HOST_UNKNOWN:
		check_say(c, "the host is not known");
		f = check_unknown(c, host->failure, worst);
		f->advice = S("Give the sending host with --host; without it "
			      "the PTR has to name it, and cannot be looked "
			      "up.");
		break;
	case HOST_NONE:
		check_skip(c,
		    c->ip == NULL ? "no host given (--host)"
			: c->req->stage == STAGE_REQUEST
			? "no host given (--host), and the PTR names none"
			: "no host given (--host), and no PTR name is "
			  "confirmed");
		break;
	case HOST_NO_NAME:
		check_skip(c, "HELO gives no name (RFC 7208 section 2.3)");
		break;
	}
	return true;
}

struct str
list_addresses(struct check *c, const struct answer *answer)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < answer->n; i++) {
		buf_item(&b, ip_text(c->a, record_ip(&answer->records[i])));
	}
	return b.n > 0 ? buf_view(&b) : S("nothing");
}

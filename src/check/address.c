#include "check/check.h"
#include "mail/ip_class.h"

void
need_address(struct facts *facts, const struct aim *aim)
{
	(void)facts; /* the address itself says all */
	(void)aim;
}

void
check_address(struct check *c)
{
	struct ip_class class = ip_class(*c->ip);
	struct str ip = ip_text(c->a, *c->ip);
	struct finding *f = NULL;

	c->result->subject = ip;
	switch (class.kind) {
	case IP_PUBLIC:
		break;
	case IP_SPECIAL:
	case IP_TRANSITION:
		f = check_flag(c, FINDING_ADDRESS_PRIVATE,
		    "%.*s is not reachable from the internet: %s.", PSTR(ip),
		    class.what);
		break;
	case IP_DOCUMENTATION:
		f = check_flag(c, FINDING_ADDRESS_DOCUMENTATION,
		    "%.*s is reserved for documentation; it is judged like a "
		    "public address.",
		    PSTR(ip));
		break;
	}
	if (f != NULL)
		f->reference = str_of(class.reference);
	value_add_str(c->a, c->result->facts, "scope",
	    class.kind == IP_PUBLIC ? S("public") : str_of(class.what));
}

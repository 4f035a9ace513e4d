#include <ldns/ldns.h>

#include "dns/record.h"
#include "dns/zone_type.h"

/* IANA's names that ldns does not know, and those of Windows' own. */
static const struct {
	struct str name;
	uint16_t type;
} others[] = {
	{ STR("SINK"), 40 },
	{ STR("NINFO"), 56 },
	{ STR("RKEY"), 57 },
	{ STR("DSYNC"), 66 },
	{ STR("HHIT"), 67 },
	{ STR("BRID"), 68 },
	{ STR("AVC"), 258 },
	{ STR("DOA"), 259 },
	{ STR("AMTRELAY"), 260 },
	{ STR("RESINFO"), 261 },
	{ STR("WALLET"), 262 },
	{ STR("CLA"), 263 },
	{ STR("IPN"), 264 },
	{ STR("WINS"), 65281 },
	{ STR("WINSR"), 65282 },
	{ STR("WINS-R"), 65282 },
};

static unsigned
type_number(struct arena *a, struct str word)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq_nocase(others[i].name, word))
			return others[i].type;
	return (unsigned)ldns_get_rr_type_by_name(arena_str(a, word).s);
}

bool
zone_type_is_read(uint16_t type)
{
	return type_is_read(type) && type != TYPE_RRSIG;
}

enum zone_kind
zone_kind(struct arena *a, struct str word, uint16_t *type)
{
	unsigned number = type_parse(word);

	if (number == 0 &&
	    (str_eq_nocase(word, S("ALIAS")) ||
		str_eq_nocase(word, S("ANAME"))))
		return ZONE_KIND_ALIAS;
	if (number == 0)
		number = type_number(a, word);
	/* RFC 6895 section 3.1: 128 to 255 are for questions, and OPT is no
	 * data of a zone. */
	if (number == 0 || (number >= 128 && number <= 255) ||
	    number == TYPE_OPT || number > UINT16_MAX)
		return ZONE_KIND_NONE;
	*type = (uint16_t)number;
	return zone_type_is_read(*type) ? ZONE_KIND_READ : ZONE_KIND_OTHER;
}

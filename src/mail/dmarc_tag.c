#include "mail/dmarc_tag.h"

static const struct {
	struct str name;
	bool decides;
} tags[] = {
	[DMARC_TAG_V] = { STR("v"), true },
	[DMARC_TAG_P] = { STR("p"), true },
	[DMARC_TAG_SP] = { STR("sp"), true },
	[DMARC_TAG_NP] = { STR("np"), true },
	[DMARC_TAG_ADKIM] = { STR("adkim"), true },
	[DMARC_TAG_ASPF] = { STR("aspf"), true },
	[DMARC_TAG_T] = { STR("t"), false },
	[DMARC_TAG_PSD] = { STR("psd"), false },
	[DMARC_TAG_FO] = { STR("fo"), false },
	[DMARC_TAG_RUA] = { STR("rua"), false },
	[DMARC_TAG_RUF] = { STR("ruf"), false },
	[DMARC_TAG_PCT] = { STR("pct"), false },
	[DMARC_TAG_RF] = { STR("rf"), false },
	[DMARC_TAG_RI] = { STR("ri"), false },
	[DMARC_TAG_UNKNOWN] = { STR(""), false },
};

enum dmarc_tag
dmarc_tag_of(struct str name)
{
	for (enum dmarc_tag t = DMARC_TAG_V; t < DMARC_TAG_UNKNOWN; t++)
		if (str_eq_nocase(name, tags[t].name))
			return t;
	return DMARC_TAG_UNKNOWN;
}

bool
dmarc_tag_decides(enum dmarc_tag tag)
{
	return tags[tag].decides;
}

struct str
dmarc_tag_name(enum dmarc_tag tag)
{
	return tags[tag].name;
}

#include "base/fetched.h"

static const char *const texts[FETCHED_ENDS] = {
#define FETCHED(id, text) [FETCHED_##id] = text,
#include "base/fetched.def"
#undef FETCHED
};

const char *
fetched_end_text(enum fetched_end end)
{
	return texts[end];
}

bool
fetched_end_parse(struct str text, enum fetched_end *out)
{
	for (enum fetched_end end = 0; end < FETCHED_ENDS; end++)
		if (str_eq(text, str_of(texts[end]))) {
			*out = end;
			return true;
		}
	return false;
}

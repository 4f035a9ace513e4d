#include "fix/change.h"

const char *
change_action_text(enum change_action action)
{
	static const char *const texts[] = {
		[CHANGE_CREATE] = "create",
		[CHANGE_REPLACE] = "replace",
		[CHANGE_DELETE] = "delete",
	};

	return texts[action];
}

const char *
change_by_text(enum change_by by)
{
	return by == BY_PROVIDER ? "provider" : "zone";
}

static bool
is_needed(const struct change *change, const struct finding *f)
{
	for (const struct need *need = f->needs; need != NULL;
	     need = need->next)
		if (need->type == change->type &&
		    name_eq(need->name, change->name))
			return true;
	return false;
}

const struct change *
change_for(const struct change *at, const struct finding *f)
{
	while (at != NULL && (!at->purpose[f->id] || !is_needed(at, f)))
		at = at->next;
	return at;
}

void
change_line(struct buf *out, const struct change *change,
    const struct change_value *value)
{
	struct str name = name_text(out->a, change->name);

	buf_str(out, name);
	if (!str_eq(name, S(".")))
		buf_byte(out, '.');
	buf_printf(out, " %u IN %.*s %.*s", change->ttl,
	    PSTR(type_text(out->a, change->type)), PSTR(value->zone));
}

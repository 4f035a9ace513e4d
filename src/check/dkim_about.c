/* dkim_about.c - what findings about keys have in common. */
#include "check/dkim.h"

struct finding *
dkim_about(struct check *c, struct finding *f, const struct selector_view *view)
{
	finding_set_cached(f, view->answer);
	if (f->severity == SEV_FAIL && c->req->profile == PROFILE_BULK)
		f->reply = S("Gmail: 550-5.7.30; Outlook.com: 550 5.7.515; "
			     "Yahoo: 550 5.7.9");
	return f;
}

/* The record that belongs to the key file; empty without a usable one. */
static struct str
record_of_file(struct check *c)
{
	struct str none = { "", 0 };
	struct key key;

	if (c->selector->key_pem.n == 0 ||
	    !key_from_pem(c->a, c->selector->key_pem, &key) ||
	    key.fault != KEY_SOUND)
		return none;
	return dkim_key_write(c->a, &key);
}

void
dkim_fix_with_file(
    struct check *c, struct finding *f, const struct selector_view *view)
{
	struct str record = record_of_file(c), old = { "", 0 };

	if (record.n == 0)
		return;
	if (view->n == 1)
		old = view->keys[0].text;
	check_need(c, f, need_value(view->owner, TYPE_TXT, old, record));
}

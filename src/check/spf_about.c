/* spf_about.c - what findings about SPF records have in common. */
#include "base/escape.h"
#include "check/spf.h"

const struct spf_node *
spf_next_redirect(const struct spf_node *node)
{
	const struct spf_branch *last =
	    node->n > 0 ? &node->branches[node->n - 1] : NULL;

	return last != NULL && last->term->kind == SPF_REDIRECT ? last->node
								: NULL;
}

struct name
spf_owner(const struct spf_node *node)
{
	return node->answer != NULL ? answer_name(node->answer) : node->domain;
}

void
spf_need(struct check *c, struct finding *f, const struct spf_node *node,
    enum need_kind kind)
{
	check_need(c, f,
	    (struct need){
		.kind = kind,
		.name = spf_owner(node),
		.type = TYPE_TXT,
	    });
}

void
spf_about(struct check *c, struct finding *f, const struct spf_node *node,
    const struct spf_term *term)
{
	f->subject = check_name(c, node->domain);
	finding_set_cached(f, node->answer);
	if (node->record == NULL)
		return;
	f->text = node->record->text;
	while (str_ends(f->text, S(" ")))
		f->text.n--;
	if (term != NULL) {
		f->at = term->at;
		f->n = term->text.n;
	}
}

void
spf_advise_meant(struct check *c, struct finding *f, struct str meant)
{
	f->advice = arena_printf(c->a, "It was probably meant to be \"%.*s\".",
	    PSTR(escape(c->a, meant)));
}

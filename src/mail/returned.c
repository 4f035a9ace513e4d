#include "mail/returned.h"
#include "mail/hop.h"

/* The header of the file is whole: is it a bounce's? */
static void
take_body(void *owner, struct str piece)
{
	struct returned_reader *r = owner;

	if (!r->is_begun)
		r->is_bounce =
		    bounce_begin(&r->bounce, r->file.a, &r->file.sample.head);
	r->is_begun = true;
	if (!r->is_bounce)
		return;
	bounce_add(&r->bounce, piece, &r->piece);
	sample_add(&r->message, buf_view(&r->piece));
}

void
returned_begin(struct returned_reader *r, struct arena *a)
{
	*r = (struct returned_reader){ 0 };
	sample_begin(&r->file, a);
	r->file.take_body = take_body;
	r->file.owner = r;
	sample_begin(&r->message, a);
}

void
returned_add(struct returned_reader *r, struct str piece)
{
	sample_add(&r->file, piece);
}

static struct str
to_of(const struct message_head *head)
{
	const struct message_field *field = message_find(head, S("to"), 0);

	return field != NULL ? field->value : S("");
}

bool
returned_end(
    struct returned_reader *r, struct sample *message, struct returned *bounce)
{
	struct sample file;
	bool is_whole = sample_end(&r->file, &file);

	*bounce = (struct returned){ .found = BOUNCE_NOTHING };
	*message = file;
	if (r->is_bounce) {
		bounce_end(&r->bounce, &r->piece);
		sample_add(&r->message, buf_view(&r->piece));
		*bounce = (struct returned){
			.found = r->bounce.found,
			.reply = r->bounce.reply,
			.reporting = r->bounce.reporting,
			.remote = r->bounce.remote,
			.to = to_of(&file.head),
		};
		if (bounce->found != BOUNCE_NOTHING)
			is_whole = sample_end(&r->message, message);
	}
	if (bounce->found == BOUNCE_HEADERS)
		message->has_body = false;
	buf_free(&r->piece);
	return is_whole;
}

bool
returned_before_receipt(
    struct arena *a, const struct psl *psl, const struct returned *bounce)
{
	if (bounce->found == BOUNCE_NOTHING)
		return false;
	if (bounce->reporting.n == 0)
		return bounce->reply.n > 0;
	return bounce->remote.n > 0 &&
	    !hop_is_same_organization(
		a, psl, bounce->remote, bounce->reporting);
}

#include "mail/sample.h"

/* Of a piece; more is not worth keeping. */
enum { KEEP_OCTETS = 256 * 1024 };

void
sample_begin(struct sample_reader *r, struct arena *a)
{
	*r = (struct sample_reader){ .a = a };
	message_begin(&r->message, a);
}

static void
read_signatures(struct sample_reader *r)
{
	struct sample *s = &r->sample;
	const struct message_field *field;

	s->signatures =
	    arena_array(r->a, SAMPLE_SIGNATURES_MAX, struct sample_signature);
	for (size_t i = 0; i < s->head.n; i++) {
		field = &s->head.fields[i];
		if (!str_eq_nocase(field->name, S("dkim-signature")))
			continue;
		if (s->nsignatures == SAMPLE_SIGNATURES_MAX) {
			s->nmore++;
			continue;
		}
		s->signatures[s->nsignatures++] = (struct sample_signature){
			.field = field,
			.signature = dkim_signature_read(r->a, field->value),
		};
	}
}

static bool
hashes_the_same(const struct dkim_signature *x, const struct dkim_signature *y)
{
	return x->hash == y->hash && x->body == y->body &&
	    x->has_length == y->has_length && x->length == y->length;
}

static struct sample_hash *
hash_for(struct sample_reader *r, const struct dkim_signature *signature)
{
	for (size_t i = 0; i < r->nhashes; i++)
		if (hashes_the_same(r->hashes[i].signature, signature))
			return &r->hashes[i];
	return NULL;
}

static void
begin_body(struct sample_reader *r)
{
	struct sample *s = &r->sample;

	r->is_in_body = true;
	s->head = message_fields(&r->message);
	read_signatures(r);
	for (size_t i = 0; i < s->nsignatures; i++) {
		const struct dkim_signature *signature =
		    &s->signatures[i].signature;

		if (signature->fault != DKIM_SIGNATURE_SOUND ||
		    hash_for(r, signature) != NULL)
			continue;
		r->hashes[r->nhashes].signature = signature;
		dkim_body_hash_begin(
		    &r->hashes[r->nhashes++].state, r->a, signature);
	}
}

static void
add_body(struct sample_reader *r, struct str piece)
{
	message_take_body(&r->message, piece, &r->body);
	for (size_t i = 0; i < r->body.n && !r->sample.has_body; i++)
		r->sample.has_body =
		    r->body.s[i] != '\r' && r->body.s[i] != '\n';
	for (size_t i = 0; i < r->nhashes; i++)
		dkim_body_hash_add(&r->hashes[i].state, buf_view(&r->body));
	if (r->take_body != NULL)
		r->take_body(r->owner, buf_view(&r->body));
	buf_reset(&r->body, KEEP_OCTETS);
}

void
sample_add(struct sample_reader *r, struct str piece)
{
	message_take_head(&r->message, &piece);
	if (r->message.state != MESSAGE_IN_BODY)
		return;
	if (!r->is_in_body)
		begin_body(r);
	if (piece.n > 0)
		add_body(r, piece);
}

static void
take_hashes(struct sample_reader *r)
{
	struct sample *s = &r->sample;

	for (size_t i = 0; i < r->nhashes; i++) {
		struct dkim_body_hash *state = &r->hashes[i].state;
		struct str hash = dkim_body_hash_end(state, r->a);

		for (size_t k = 0; k < s->nsignatures; k++) {
			struct sample_signature *one = &s->signatures[k];

			if (one->signature.fault != DKIM_SIGNATURE_SOUND ||
			    hash_for(r, &one->signature) != &r->hashes[i])
				continue;
			one->body_hash = hash;
			one->beyond = state->beyond;
			one->is_short = state->is_short;
		}
	}
}

bool
sample_end(struct sample_reader *r, struct sample *out)
{
	if (r->message.state == MESSAGE_TOO_LARGE)
		return false;
	if (!r->is_in_body)
		begin_body(r);
	add_body(r, S(""));
	take_hashes(r);
	buf_free(&r->body);
	*out = r->sample;
	return true;
}

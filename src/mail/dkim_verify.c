#include "mail/dkim_verify.h"

/* A piece is a few KiB; more than twice that is not worth keeping. */
enum { KEEP_OCTETS = 64 * 1024 };

void
dkim_body_hash_begin(struct dkim_body_hash *hash, struct arena *a,
    const struct dkim_signature *signature)
{
	*hash = (struct dkim_body_hash){
		.canonical = { .a = a },
		.has_limit = signature->has_length,
		.left = signature->length,
	};
	dkim_body_begin(&hash->body, signature->body);
	digest_begin(&hash->digest, signature->hash);
}

static void
hash_canonical(struct dkim_body_hash *hash)
{
	struct str text = buf_view(&hash->canonical);

	if (hash->has_limit && text.n > hash->left) {
		hash->beyond += text.n - hash->left;
		text = str_to(text, (size_t)hash->left);
	}
	if (hash->has_limit)
		hash->left -= text.n;
	digest_add(&hash->digest, text);
	buf_reset(&hash->canonical, KEEP_OCTETS);
}

void
dkim_body_hash_add(struct dkim_body_hash *hash, struct str piece)
{
	dkim_body_add(&hash->body, piece, &hash->canonical);
	hash_canonical(hash);
}

struct str
dkim_body_hash_end(struct dkim_body_hash *hash, struct arena *a)
{
	dkim_body_end(&hash->body, &hash->canonical);
	hash_canonical(hash);
	hash->is_short = hash->has_limit && hash->left > 0;
	return digest_end(&hash->digest, a);
}

enum dkim_verdict
dkim_verify(struct arena *a, const struct dkim_signature *signature,
    const struct message_head *head, const struct message_field *field,
    struct str body_hash, const struct key *key)
{
	if (key->type != signature->key_type)
		return DKIM_OTHER_ALGORITHM;
	if (!str_eq(body_hash, signature->body_hash))
		return DKIM_OTHER_BODY;
	return digest_verify(a, key, signature->hash, signature->signature,
		   dkim_signed_text(a, signature, head, field))
	    ? DKIM_VERIFIES
	    : DKIM_OTHER_HEADER;
}

/* dkim_verdict.c - KEY-RECORD < MESSAGE: what each of its signatures comes to,
 * one a line, for comparison with other verifiers. */
#include <stdio.h>

#include "mail/dkim_key.h"
#include "mail/dkim_verify.h"

enum { SIGNATURES_MAX = 10, PIECE = 4096 };

static const char *const verdicts[] = {
	[DKIM_VERIFIES] = "pass",
	[DKIM_OTHER_BODY] = "body",
	[DKIM_OTHER_HEADER] = "header",
	[DKIM_OTHER_ALGORITHM] = "algorithm",
};

struct candidate {
	const struct message_field *field;
	struct dkim_signature signature;
	struct dkim_body_hash body;
};

static size_t
find_signatures(
    struct arena *a, const struct message_head *head, struct candidate *out)
{
	size_t n = 0;

	for (; n < SIGNATURES_MAX; n++) {
		struct candidate *c = &out[n];

		c->field = message_find(head, S("dkim-signature"), n);
		if (c->field == NULL)
			break;
		c->signature = dkim_signature_read(a, c->field->value);
		dkim_body_hash_begin(&c->body, a, &c->signature);
	}
	return n;
}

static void
report(struct arena *a, const struct message_head *head, struct candidate *c,
    const struct dkim_key *key)
{
	struct str hash = dkim_body_hash_end(&c->body, a);

	if (c->signature.fault != DKIM_SIGNATURE_SOUND)
		printf("fault: %s\n",
		    dkim_signature_fault_text(c->signature.fault));
	else if (c->body.is_short)
		printf("body\n");
	else
		printf("%s\n",
		    verdicts[dkim_verify(
			a, &c->signature, head, c->field, hash, &key->key)]);
}

int
main(int argc, char **argv)
{
	static struct candidate found[SIGNATURES_MAX];
	struct arena a = { 0 };
	struct message_reader r;
	struct message_head head = { 0 };
	struct buf body = { .a = &a };
	char octets[PIECE];
	struct dkim_key key;
	size_t n = 0, got;

	if (argc != 2)
		return 2;
	key = dkim_key_read(&a, str_of(argv[1]));
	message_begin(&r, &a);
	do {
		struct str piece;

		got = fread(octets, 1, sizeof(octets), stdin);
		piece = (struct str){ octets, got };
		if (r.state == MESSAGE_IN_HEAD) {
			message_take_head(&r, &piece);
			if (r.state == MESSAGE_IN_HEAD && got > 0)
				continue;
			head = message_fields(&r);
			n = find_signatures(&a, &head, found);
		}
		message_take_body(&r, piece, &body);
		for (size_t i = 0; i < n; i++)
			dkim_body_hash_add(&found[i].body, buf_view(&body));
	} while (got > 0);
	for (size_t i = 0; i < n; i++)
		report(&a, &head, &found[i], &key);
	arena_free(&a);
	return 0;
}

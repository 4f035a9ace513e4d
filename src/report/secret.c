#include "report/secret.h"
#include "mail/dkim_key.h"

bool
answer_is_secret(const struct answer *answer)
{
	struct arena a = { 0 };
	bool is_secret = false;

	for (size_t i = 0; i < answer->n && !is_secret; i++)
		is_secret = answer->records[i].type == TYPE_TXT &&
		    dkim_is_private_key(
			&a, record_joined(&a, &answer->records[i]));
	arena_free(&a);
	return is_secret;
}

struct str
shown_record(
    struct arena *a, const struct answer *answer, size_t i, bool is_secret)
{
	return is_secret ? S("(a private key, not shown)")
			 : record_text(a, &answer->records[i]);
}

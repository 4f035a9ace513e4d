#include "report/secret.h"

#include "keys.h"
#include "unit.h"
#include "world.h"

START_TEST(hides_private_keys)
{
	const struct answer *answer;
	struct world w;

	world_begin(&w,
	    "public.example. 300 TXT \"p=" ED25519 "\"\n"
	    "private.example. 300 TXT \"p=" ED25519_PKCS8 "\"\n"
	    "private.example. 300 TXT \"the rest of it\"\n");
	answer = world_ask(&w, "public.example", TYPE_TXT);
	ck_assert(!answer_is_secret(answer));
	ck_assert(str_eq(
	    shown_record(&w.arena, answer, 0, false), S("\"p=" ED25519 "\"")));
	answer = world_ask(&w, "private.example", TYPE_TXT);
	ck_assert(answer_is_secret(answer));
	for (size_t i = 0; i < answer->n; i++)
		ck_assert(str_eq(shown_record(&w.arena, answer, i, true),
		    S("(a private key, not shown)")));
	world_end(&w);
}
END_TEST

Suite *
secret_suite(void)
{
	Suite *s = suite_create("secret");
	TCase *tc = tcase_create("secret");

	tcase_add_test(tc, hides_private_keys);
	suite_add_tcase(s, tc);
	return s;
}

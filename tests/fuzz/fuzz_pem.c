/* Key files: a key that is read is one that DKIM can use, and what we would
 * publish of it is read as the same key. */
#include "mail/key.h"

#include "fuzz.h"

FUZZ(pem)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct key key, again;
	struct str der;

	if (key_from_pem(&a, text, &key)) {
		assert(key.fault == KEY_SOUND && key.material.n > 0);
		der = key_write(&a, &key);
		assert(!key_is_private(der));
		again = key_read(&a, der, key.type);
		assert(again.fault == KEY_SOUND && key_eq(&again, &key));
		assert(str_search(text, der) == text.n || der.n < 32 ||
		    key.type == KEY_RSA);
	}
	arena_free(&a);
}

#include <stdlib.h>

#include "base/arena.h"
#include "base/seen.h"

/* FNV-1a; never 0. */
static uint64_t
hash(struct str text)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < text.n; i++)
		h = (h ^ (unsigned char)text.s[i]) * 0x100000001b3U;
	return h == 0 ? 1 : h;
}

static uint64_t *
slot_of(const struct seen *seen, uint64_t h)
{
	size_t i = (size_t)(h ^ h >> 32) & (seen->cap - 1);

	while (seen->slots[i] != 0 && seen->slots[i] != h)
		i = (i + 1) & (seen->cap - 1);
	return &seen->slots[i];
}

static void
grow(struct seen *seen)
{
	struct seen old = *seen;

	seen->cap = old.cap == 0 ? 256 : old.cap * 2;
	seen->slots = mem_new(seen->cap, sizeof(*seen->slots));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i] != 0)
			*slot_of(seen, old.slots[i]) = old.slots[i];
	free(old.slots);
}

bool
seen_before(struct seen *seen, struct str text)
{
	uint64_t h = hash(text), *slot;

	if (seen->n * 2 >= seen->cap)
		grow(seen);
	slot = slot_of(seen, h);
	if (*slot == h)
		return true;
	*slot = h;
	seen->n++;
	return false;
}

void
seen_free(struct seen *seen)
{
	free(seen->slots);
	*seen = (struct seen){ 0 };
}

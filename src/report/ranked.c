#include <string.h>

#include "report/ranked.h"

static const char *const words[] = {
	[RANK_FAIL] = "fail",
	[RANK_UNKNOWN] = "unknown",
	[RANK_WARN] = "warn",
	[RANK_PASS] = "pass",
	[RANK_SKIP] = "skip",
};

enum rank
rank_of(enum status verdict)
{
	switch (verdict) {
	case STATUS_FAIL:
		return RANK_FAIL;
	case STATUS_UNKNOWN:
		return RANK_UNKNOWN;
	case STATUS_WARN:
		return RANK_WARN;
	case STATUS_PASS:
		return RANK_PASS;
	case STATUS_SKIP:
		return RANK_SKIP;
	}
	return RANK_SKIP;
}

uint64_t
ranked_count(const struct document *doc, enum rank rank)
{
	return doc->spool.streams[RANKED_ROWS + rank].nputs;
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

struct str
ranked_summary(struct arena *a, const struct document *doc)
{
	struct buf b = { .a = a }, by_rank = { .a = a };
	uint64_t bad = ranked_count(doc, RANK_BAD_LINE), n = 0;

	for (enum rank rank = RANK_FAIL; rank < RANK_COUNT; rank++) {
		uint64_t these = ranked_count(doc, rank);

		n += these;
		if (these > 0)
			buf_item(&by_rank,
			    arena_printf(a, "%llu %s",
				(unsigned long long)these, words[rank]));
	}
	buf_printf(&b, "%llu sender%s", (unsigned long long)n, plural(n));
	if (n > 0)
		buf_printf(&b, ": %.*s", PSTR(buf_view(&by_rank)));
	if (bad > 0)
		buf_printf(&b, "; %llu bad line%s", (unsigned long long)bad,
		    plural(bad));
	return buf_view(&b);
}

/* What of a stream was handed out and is no whole text yet. */
struct taker {
	struct document *doc;
	void (*take)(struct document *doc, struct str text);
	struct buf part;
};

static bool
take_texts(void *owner, struct str text)
{
	struct taker *t = owner;
	struct str rest;
	uint32_t n;

	buf_str(&t->part, text);
	rest = buf_view(&t->part);
	while (rest.n >= sizeof(n)) {
		memcpy(&n, rest.s, sizeof(n));
		if (rest.n - sizeof(n) < n)
			break;
		t->take(t->doc, str_to(str_from(rest, sizeof(n)), n));
		rest = str_from(rest, sizeof(n) + n);
	}
	memmove(t->part.s, t->part.s + t->part.n - rest.n, rest.n);
	t->part.n = rest.n;
	return t->doc->broken == 0;
}

void
ranked_release(struct document *doc, unsigned first_stream,
    void (*take)(struct document *doc, struct str text))
{
	struct taker t = { .doc = doc, .take = take };

	for (unsigned i = 0; i < RANK_COUNT; i++)
		spool_read(&doc->spool, first_stream + i, take_texts, &t);
	buf_free(&t.part);
}

void
ranked_place(struct document *doc, unsigned stream, struct str text)
{
	uint32_t n = (uint32_t)text.n;
	struct buf framed = { 0 };

	if (stream == 0) {
		document_write(doc, text);
		return;
	}
	buf_str(&framed, (struct str){ (const char *)&n, sizeof(n) });
	buf_str(&framed, text);
	document_keep(doc, stream, buf_view(&framed));
	buf_free(&framed);
}

/* Text that waits: whatever is put to which stream, each gives back what it
 * was given, in order, up to where who reads has enough.  The input is texts,
 * with an octet for the stream and one for the length before each. */
#include "base/spool.h"

#include "fuzz.h"

enum { STREAMS = 3, TIMES = 200 };

struct reader {
	struct buf *want;
	size_t at, most;
};

static bool
take(void *owner, struct str text)
{
	struct reader *reader = owner;

	assert(text.n <= reader->want->n - reader->at);
	assert(str_eq(text,
	    str_to(str_from(buf_view(reader->want), reader->at), text.n)));
	reader->at += text.n;
	return reader->at < reader->most;
}

FUZZ(spool)
{
	struct str rest = { size == 0 ? "" : (const char *)data, size };
	struct buf want[STREAMS] = { { 0 }, { 0 }, { 0 } };
	struct spool spool;
	size_t most = SIZE_MAX;

	spool_init(&spool, STREAMS);
	if (rest.n > 0 && (rest.s[0] & 1) != 0)
		assert(spool_open(&spool));
	if (rest.n > 0 && (rest.s[0] & 2) != 0)
		most = 5000;
	rest = str_from(rest, 1);
	while (rest.n >= 2) {
		unsigned stream = (unsigned char)rest.s[0] % STREAMS;
		struct str text =
		    str_to(str_from(rest, 2), (size_t)(unsigned char)rest.s[1]);

		/* Long texts from short inputs. */
		for (int i = 0; i < TIMES; i++) {
			buf_str(&want[stream], text);
			spool_put(&spool, stream, text);
		}
		rest = str_from(rest, 2 + text.n);
	}
	for (unsigned i = 0; i < STREAMS; i++) {
		struct reader reader = { &want[i], 0, most };

		spool_read(&spool, i, take, &reader);
		assert(reader.at == want[i].n || reader.at >= most);
		buf_free(&want[i]);
	}
	assert(spool.broken == 0);
	spool_free(&spool);
}

/* What a worker of a batch tells: frames that are put are taken, and whatever
 * comes in their place is refused, waited for, or within what came. */
#include "cli/frame.h"

#include "fuzz.h"

static void
take_all(struct str in)
{
	struct str whole = in, text;
	struct frame frame;

	while (frame_take(&in, &frame, &text) == FRAME_HERE) {
		assert(frame.kind < FRAME_KINDS && text.n == frame.n);
		assert(
		    text.s >= whole.s && text.s + text.n <= whole.s + whole.n);
	}
}

FUZZ(frame)
{
	struct str text = { size == 0 ? "" : (const char *)data, size }, got;
	struct frame frame = { .kind = FRAME_PART, .n = (uint32_t)size };
	struct buf b = { 0 };
	struct str in;

	take_all(text);
	frame_put(&b, frame, text.s);
	in = buf_view(&b);
	assert(frame_take(&in, &frame, &got) == FRAME_HERE);
	assert(str_eq(got, text) && in.n == 0);
	buf_free(&b);
}

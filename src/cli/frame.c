#include <string.h>

#include "cli/frame.h"

void
frame_put(struct buf *out, struct frame frame, const char *text)
{
	char head[sizeof(frame)];

	memcpy(head, &frame, sizeof(frame));
	buf_str(out, (struct str){ head, sizeof(head) });
	buf_str(out, (struct str){ text, frame.n });
}

enum frame_got
frame_take(struct str *in, struct frame *frame, struct str *text)
{
	if (in->n < sizeof(*frame))
		return FRAME_LATER;
	memcpy(frame, in->s, sizeof(*frame));
	if (frame->kind >= FRAME_KINDS || frame->n > FRAME_MAX)
		return FRAME_BAD;
	if (in->n - sizeof(*frame) < frame->n)
		return FRAME_LATER;
	*text = str_to(str_from(*in, sizeof(*frame)), frame->n);
	*in = str_from(*in, sizeof(*frame) + frame->n);
	return FRAME_HERE;
}

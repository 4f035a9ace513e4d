/*
 * Recordings: what is read is written so that it reads as the same.
 */
#include "recording/recording.h"

#include "fuzz.h"

static struct buf
again(struct str text)
{
	struct recording recording = { 0 };
	struct recording_error err;
	struct buf out = { 0 };

	assert(recording_read(&recording, text, &err));
	recording_write(&out, &recording);
	recording_free(&recording);
	return out;
}

FUZZ(recording)
{
	struct str text = { (const char *)data, size };
	struct recording recording = { 0 };
	struct recording_error err;
	struct buf once = { 0 }, twice;

	if (recording_read(&recording, text, &err)) {
		recording_write(&once, &recording);
		twice = again(buf_view(&once));
		assert(str_eq(buf_view(&once), buf_view(&twice)));
		buf_free(&twice);
	} else {
		assert(err.what.n > 0);
	}
	buf_free(&once);
	recording_free(&recording);
}

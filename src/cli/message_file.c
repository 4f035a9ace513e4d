#include "cli/message_file.h"
#include "base/file.h"

static void
take(void *owner, struct str piece)
{
	sample_add(owner, piece);
}

bool
message_file_read(
    struct arena *a, const char *path, struct sample *out, const char **reason)
{
	struct sample_reader *r = arena_new(a, struct sample_reader);
	bool is_whole;

	sample_begin(r, a);
	*reason = file_each_piece(path, MESSAGE_FILE_MAX, take, r);
	is_whole = sample_end(r, out);
	if (*reason == NULL && !is_whole)
		*reason = "its header is too large";
	if (*reason == NULL && out->head.n == 0)
		*reason = "it has no header fields, so it is no message";
	return *reason == NULL;
}

#include "cli/message_file.h"
#include "base/file.h"

static void
take(void *owner, struct str piece)
{
	returned_add(owner, piece);
}

bool
message_file_read(struct arena *a, const char *path, struct sample *out,
    struct returned *bounce, const char **reason)
{
	struct returned_reader *r = arena_new(a, struct returned_reader);
	bool is_whole;

	returned_begin(r, a);
	*reason = file_each_piece(path, MESSAGE_FILE_MAX, take, r);
	is_whole = returned_end(r, out, bounce);
	if (*reason != NULL)
		return false;
	if (!is_whole)
		*reason = "its header is too large";
	else if (bounce->found == BOUNCE_NOTHING && bounce->reply.n > 0)
		*reason = "it is a bounce without the message that came back "
			  "(mailpreflight explain tells what its reply means)";
	else if (out->head.n == 0)
		*reason = "it has no header fields, so it is no message";
	return *reason == NULL;
}

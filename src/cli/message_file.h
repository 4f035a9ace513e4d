/* message_file.h - the file of --message. */
#ifndef MESSAGE_FILE_H
#define MESSAGE_FILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "mail/returned.h"

/* More than any receiver takes. */
enum { MESSAGE_FILE_MAX = 64 * 1024 * 1024 };

/* The message, or the one that a bounce returns.  path: "-" is standard input.
 * False, and why not in *reason. */
bool message_file_read(struct arena *a, const char *path, struct sample *out,
    struct returned *bounce, const char **reason);

#endif

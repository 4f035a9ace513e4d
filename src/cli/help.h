/* help.h - what --help prints, made from the tables. */
#ifndef HELP_H
#define HELP_H

#include "base/buf.h"
#include "cli/command.h"

void help_write(struct buf *out, struct arena *a, enum command_id command);

/* What to type, for whoever typed nothing. */
void usage_write(struct buf *out);

#endif

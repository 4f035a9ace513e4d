/* help.h - what --help prints, made from the tables. */
#ifndef HELP_H
#define HELP_H

#include "cli/command.h"
#include "report/page.h"

void help_write(const struct page *page, enum command_id command);

/* What to type: shown when no argument was given. */
void usage_write(struct buf *out);

#endif

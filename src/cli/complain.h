/* complain.h - how the program ends, and what it says of an error. */
#ifndef COMPLAIN_H
#define COMPLAIN_H

#include "base/arena.h"

enum quit {
#define QUIT(id, status, meaning) QUIT_##id = status,
#include "cli/exit.def"
#undef QUIT
};

/* One line on standard error, escaped and no longer than a reader can bear;
 * long values are the caller's to cut (excerpt()).  Takes the message as
 * printf() does; returns how the program is to end, so that a command can
 * return it. */
__attribute__((format(printf, 3, 4))) enum quit
complain(struct arena *a, enum quit quit, const char *fmt, ...);

#endif

/* confined.h - what a command gives up once it has read its files. */
#ifndef CONFINED_H
#define CONFINED_H

#include "base/arena.h"
#include "cli/settings.h"

/* From now on nothing can be written but these reports, and nothing be
 * connected to but name servers and what the settings ask for, where the system
 * can see to that.  more: another TCP port; 0: none. */
void
confined_begin(struct arena *a, const struct settings *settings, uint32_t more);

#endif

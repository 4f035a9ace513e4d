/* confine.h - give up what the process needs no more. */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * From now on no program can be executed, and files can be made, written and
 * removed below the given directories alone, whatever a hostile answer may
 * make of this process; descriptors that are open stay usable.  For good.
 * False, and nothing changed, where the system has no such thing: this is
 * Linux's landlock(7).
 */
bool confine(const char *const *directories, size_t n);

#endif

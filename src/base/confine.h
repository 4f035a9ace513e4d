/* confine.h - give up what the process needs no more. */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From now on no program can be executed, and files can be made, written and
 * removed below the given directories alone, whatever a hostile answer may
 * make of this process; descriptors that are open stay usable.  For good.
 * False, and nothing changed, where the system has no such thing: this is
 * Linux's landlock(7).
 */
bool confine(const char *const *directories, size_t n);

/* The same for TCP: from now on no connection can be made but to these ports,
 * whatever the host, and none can be taken.  UDP stays as it is.  False where
 * the system has no such thing: landlock has it since Linux 6.7. */
bool confine_tcp(const uint16_t *ports, size_t n);

#endif

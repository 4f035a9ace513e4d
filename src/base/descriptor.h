/* descriptor.h - file descriptors. */
#ifndef DESCRIPTOR_H
#define DESCRIPTOR_H

#include <stdbool.h>

/*
 * Opens those of the descriptors 0 to 2 that are closed, on /dev/null and the
 * wrong way round, so that reading or writing them fails: else the next
 * socket or file would take their number, and a message would go there.  To
 * be called before anything is opened.  False where it cannot.
 */
bool descriptors_reserve(void);

/* Sets non-blocking and close-on-exec; false where it cannot. */
bool descriptor_prepare(int fd);

#endif

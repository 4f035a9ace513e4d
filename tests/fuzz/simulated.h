/*
 * simulated.h - sockets and a clock that a target decides about.
 *
 * Between simulated_begin() and simulated_end() the program's sockets are ours:
 * what it sends is told to the owner, who says what comes back, and when.  The
 * clock stands still but for a microsecond whenever somebody looks, and what
 * poll() waits.  The linker puts our functions in the place of the system's
 * (--wrap); all other descriptors are the system's as ever.
 */
#ifndef SIMULATED_H
#define SIMULATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum simulated_call {
	SIMULATED_SOCKET,
	SIMULATED_SEND,
	SIMULATED_CONNECTED, /* of a stream: what the attempt comes to */
};

struct simulated_owner {
	/* The program has sent octets: a datagram, or a part of a stream. */
	void (*sent)(struct simulated_owner *owner, int fd, bool is_stream,
	    struct str octets);

	/* How the call fails, an errno; 0: it does not. */
	int (*fails)(struct simulated_owner *owner, enum simulated_call call);
};

void simulated_begin(struct simulated_owner *owner);

/* How many sockets the program has left open. */
size_t simulated_end(void);

/* Microseconds of the simulated clock. */
int64_t simulated_us(void);

/* What happens at a socket after so long: a datagram or more of a stream comes,
 * copied; it has an error; the stream ends. */
void simulated_give(int fd, int64_t delay_us, struct str octets);
void simulated_error(int fd, int64_t delay_us, int why);
void simulated_close(int fd, int64_t delay_us);

#endif

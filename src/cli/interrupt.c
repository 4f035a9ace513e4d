#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/watch.h"
#include "cli/interrupt.h"

/* A signal that is sent to a process and to its group arrives twice. */
enum { SAME_US = 1000000 };

/* What has not ended by then never will: it computes, or nobody reads. */
enum { GRACE_S = 5 };

static volatile sig_atomic_t caught;
static int64_t caught_us; /* the handler's alone */

static void
note(int number)
{
	int64_t now_us = clock_us();

	if (caught == 0) {
		caught_us = now_us;
		caught = number;
		watch_stop();
		alarm(GRACE_S);
	} else if (now_us - caught_us > SAME_US) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

static void
die(int number)
{
	(void)number;
	interrupt_die();
}

void
interrupt_catch(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM, SIGXCPU };
	/* A system call that waits must end: no SA_RESTART. */
	struct sigaction action = { .sa_handler = note };
	struct sigaction before;

	signal(SIGALRM, die);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(&action.sa_mask, numbers[i]);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

int
interrupt_caught(void)
{
	return caught;
}

void
interrupt_die(void)
{
	signal(caught, SIG_DFL);
	raise(caught);
}

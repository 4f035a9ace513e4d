#include <signal.h>
#include <stddef.h>

#include "cli/interrupt.h"

static volatile sig_atomic_t caught;

static void
note(int number)
{
	caught = number;
}

void
interrupt_catch(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };
	/* A system call that waits must end: no SA_RESTART. */
	struct sigaction action = {
		.sa_handler = note,
		.sa_flags = (int)SA_RESETHAND,
	};
	struct sigaction before;

	sigemptyset(&action.sa_mask);
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

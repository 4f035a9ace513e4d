#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/watch.h"

/* How often the handler looks, and how much more time has what is held. */
enum { TICK_US = 100000, HELD_TICKS = 20 };

enum { TICKS_MAX = 864000 }; /* a day */

static sigjmp_buf way_out;
static volatile sig_atomic_t is_running, is_stopped;
static volatile sig_atomic_t ticks, most_ticks;
static volatile sig_atomic_t holds;
static volatile sig_atomic_t due; /* an enum watch_end: left when released */

_Noreturn static void
give_up(void)
{
	static const char text[] = "mailpreflight: computing without end\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_Exit(4); /* and nobody can be told */
	_Exit(4);
}

/* Every TICK_US that the process has computed. */
static void
tick(int number)
{
	(void)number;
	if (!is_running)
		return;
	ticks++;
	if (is_stopped)
		due = WATCH_STOPPED;
	else if (ticks >= most_ticks)
		due = WATCH_TOO_LONG;
	if (due != WATCH_DONE && holds == 0)
		siglongjmp(way_out, due);
	if (ticks >= most_ticks + HELD_TICKS)
		give_up();
}

/* ITIMER_VIRTUAL stands still while the process waits: no system call is ever
 * interrupted.  The handler is left by a jump, so the signal is not blocked in
 * it, and no mask is kept for each run. */
static void
start_ticking(void)
{
	static pid_t ticking; /* a child does not inherit the timer */
	struct itimerval every = {
		.it_interval = { .tv_usec = TICK_US },
		.it_value = { .tv_usec = TICK_US },
	};
	struct sigaction action = { .sa_handler = tick };

	if (ticking == getpid())
		return;
	ticking = getpid();
	action.sa_flags = SA_NODEFER | SA_RESTART;
	sigemptyset(&action.sa_mask);
	sigaction(SIGVTALRM, &action, NULL);
	setitimer(ITIMER_VIRTUAL, &every, NULL);
}

static sig_atomic_t
ticks_of(int64_t us)
{
	int64_t n = us < 0 ? 0 : us / TICK_US;

	return 1 + (sig_atomic_t)(n < TICKS_MAX ? n : TICKS_MAX);
}

enum watch_end
watch_run(void (*work)(void *owner), void *owner, int64_t limit_us)
{
	if (is_stopped)
		return WATCH_STOPPED;
	start_ticking();
	ticks = 0;
	most_ticks = ticks_of(limit_us);
	holds = 0;
	due = WATCH_DONE;
	switch (sigsetjmp(way_out, 0)) {
	case WATCH_DONE:
		is_running = 1;
		work(owner);
		is_running = 0;
		return WATCH_DONE;
	case WATCH_TOO_LONG:
		is_running = 0;
		return WATCH_TOO_LONG;
	default:
		is_running = 0;
		return WATCH_STOPPED;
	}
}

void
watch_hold(void)
{
	holds++;
}

void
watch_release(void)
{
	holds--;
	if (holds == 0 && is_running && due != WATCH_DONE)
		siglongjmp(way_out, due);
}

void
watch_stop(void)
{
	is_stopped = 1;
}

/*
 * interrupt.h - the signals that ask a long run to end: it stops where its
 * output is whole, says how far it came, and dies of the signal.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

/* SIGHUP, SIGINT and SIGTERM, but for those that are ignored, as nohup and a
 * shell's background have it.  Another one, a second later or more, kills at
 * once; so do five seconds without interrupt_die(). */
void interrupt_catch(void);

/* The signal that came; 0: none. */
int interrupt_caught(void);

/* Dies of the signal, so that the parent process sees why. */
void interrupt_die(void);

#endif

/*
 * process.h - a process that a batch has started, and the two pipes between
 * them: lines to it, frames from it.  Neither side of ours ever waits.
 */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

struct process {
	pid_t pid;      /* 0: none */
	int lines;      /* to it; -1: closed */
	int frames;     /* from it; -1: closed */
	struct buf out; /* lines that are not yet written, from written on */
	size_t written;
	struct buf in; /* of frames, as they came */
};

/* Nothing is started yet. */
void process_init(struct process *p);

/* Starts one that is to run child(), which never returns, with its ends of the
 * pipes.  False, and errno. */
bool process_start(struct process *p,
    void (*child)(void *owner, int lines, int frames), void *owner);

/* In a new process: lets go of what belongs to another. */
void process_forget(struct process *p);

/* Writes as much as it takes for now. */
void process_write(struct process *p);

enum process_got {
	PROCESS_SAID,  /* more is in in */
	PROCESS_LATER, /* nothing for now */
	PROCESS_OVER,  /* it has closed its end */
};

enum process_got process_read(struct process *p);

/* Says that there will be no more lines. */
void process_no_more(struct process *p);

/* Ends it, whatever it does, and drops what was written and read. */
void process_end(struct process *p);
void process_free(struct process *p); /* after that */

#endif

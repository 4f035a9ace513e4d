/* oom.h - how the program ends when there is no memory. */
#ifndef OOM_H
#define OOM_H

/* Says so on standard error and ends the process with status 4. */
__attribute__((noreturn)) void oom(void);

#endif

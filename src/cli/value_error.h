/* value_error.h - what is wrong with an option's value, in one line. */
#ifndef VALUE_ERROR_H
#define VALUE_ERROR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/args.h"

/* Puts "--name 'value': " and the reason in *error; always false. */
__attribute__((format(printf, 5, 6))) bool
value_error(struct arena *a, enum option_id id, struct str value,
    struct str *error, const char *fmt, ...);

#endif

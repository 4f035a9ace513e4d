/* unit.h - the suites of tests/unit: one a module. */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.def"
#undef SUITE

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#endif

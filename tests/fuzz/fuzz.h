/*
 * fuzz.h - what a fuzz target is: one function that takes any input and
 * asserts what must hold for it.  tests/fuzz/replay.c calls it for files, so
 * that any compiler can replay a corpus; libFuzzer makes up inputs.
 */
#ifndef FUZZ_H
#define FUZZ_H

#undef NDEBUG
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif

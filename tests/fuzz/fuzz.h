/*
 * fuzz.h - what a fuzz target is: one function that takes any octets and
 * asserts what must hold for them.
 *
 * fuzz.c gives it what libFuzzer makes up, replay.c what is in tests/corpus,
 * with any compiler.
 */
#ifndef FUZZ_H
#define FUZZ_H

#undef NDEBUG
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* Begins the function of a target, which takes data, of size octets. */
#define FUZZ(name) void fuzz_##name(const uint8_t *data, size_t size)

#define TARGET(name) FUZZ(name);
#include "targets.def"
#undef TARGET

struct fuzz_target {
	const char *name;
	void (*run)(const uint8_t *data, size_t size);
};

/* All of them; the last has no name. */
extern const struct fuzz_target fuzz_targets[];

#endif

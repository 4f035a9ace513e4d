#include "fuzz.h"

const struct fuzz_target fuzz_targets[] = {
#define TARGET(name) { #name, fuzz_##name },
#include "targets.def"
#undef TARGET
	{ NULL, NULL },
};

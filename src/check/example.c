#include "check/example.h"

const struct example example[FINDING_COUNT] = {
#define EXAMPLE(id, before, after) [FINDING_##id] = { before, after },
#include "check/examples.def"
#undef EXAMPLE
};

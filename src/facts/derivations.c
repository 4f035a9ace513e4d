#include "facts/derivations.h"

const struct derivation derivations[FACT_COUNT] = {
#define FACT(id, function) [FACT_##id] = { function },
#include "facts/facts.def"
#undef FACT
};

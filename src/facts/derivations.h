/* derivations.h - the table of facts: how each kind is derived. */
#ifndef DERIVATIONS_H
#define DERIVATIONS_H

#include "facts/facts.h"

extern const struct derivation derivations[FACT_COUNT];

#endif

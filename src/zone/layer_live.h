/*
 * layer_live.h - one question to an overlay over sources that show answers
 * only, and not the zones behind them.
 */
#ifndef LAYER_LIVE_H
#define LAYER_LIVE_H

#include "zone/layer_below.h"

/* Fills the answer in; false while an answer from below is missing. */
bool live_resolve(struct live *live);

#endif

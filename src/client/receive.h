/*
 * receive.h - what a message is to the queries under way.
 *
 * It counts only if it replies to an attempt on that very channel
 * (query_match()); all else is ignored, and listening goes on.  One that
 * counts and cannot be read (reply_read()) makes the query go on over TCP.
 */
#ifndef RECEIVE_H
#define RECEIVE_H

#include "client/traffic.h"

void receive_message(struct traffic *x, struct channel *c, struct str message);

#endif

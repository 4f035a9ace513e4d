/* json_message.h - what the request was taken from, in JSON. */
#ifndef JSON_MESSAGE_H
#define JSON_MESSAGE_H

#include "facts/request.h"
#include "report/json_print.h"

/* The member "message"; nothing without one. */
void json_put_message(struct json_writer *j, const struct request *req);

#endif

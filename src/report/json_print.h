/*
 * json_print.h - JSON (RFC 8259) as it is written, member after member.
 *
 * Text is escaped first (base/escape.h), so that the output is valid UTF-8
 * whatever the DNS said, and the same text gives the same bytes.  Written out
 * straight away: a batch prints a report for each sender, and a general
 * library's objects took twice the time of all checks together.
 */
#ifndef JSON_PRINT_H
#define JSON_PRINT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/value.h"
#include "base/workflow.h"

struct json_writer {
	struct buf *out;
	bool compact;   /* on one line, or indented by two blanks a level */
	bool is_begun;  /* the innermost list or object has a member */
	unsigned depth; /* of lists and objects that are open */
};

/* A member of the innermost object, or with key NULL the next item of the
 * innermost list, or the whole. */
void json_open_object(struct json_writer *j, const char *key);
void json_open_list(struct json_writer *j, const char *key);
void json_put_str(struct json_writer *j, const char *key, struct str text);
void json_put_int(struct json_writer *j, const char *key, int64_t number);
void json_put_bool(struct json_writer *j, const char *key, bool is);
void json_put_null(struct json_writer *j, const char *key);
void
json_put_value(struct json_writer *j, const char *key, const struct value *v);

/* The innermost is complete. */
void json_close_object(struct json_writer *j);
void json_close_list(struct json_writer *j);

/* In a text. */
extern const struct workflow_marks json_marks;

/* One value as the whole, and a line feed. */
void json_print(struct buf *out, const struct value *v, bool compact);

#endif

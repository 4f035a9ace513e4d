/*
 * builder.h - what the parts of a request are built with: names that are
 * checked, and the error that sticks.
 */
#ifndef BUILDER_H
#define BUILDER_H

#include "cli/request_build.h"

/* What is being built; the first error sticks. */
struct builder {
	struct arena *a;
	struct request *req;
	struct request_error *err;
};

/* Always false; the reason is as it is printed. */
bool builder_fail(struct builder *b, enum request_part part, struct str value,
    const char *reason);
bool builder_fail_str(struct builder *b, enum request_part part,
    struct str value, struct str reason);

/* name is a part of the value, or all of it; a host has a domain. */
bool build_name(struct builder *b, enum request_part part, struct str value,
    struct str name, struct name *out);
bool build_host_name(struct builder *b, enum request_part part,
    struct str value, struct str name, struct name *out);

/* Whether nothing in the text would have to be escaped. */
bool
build_printable(struct builder *b, enum request_part part, struct str text);

/* The words, each cut at its commas: how many parts that may be. */
size_t builder_count_parts(const struct str *words, size_t n);

/* The parts of a request that have a file of their own.  The hosts of the
 * addresses need that of the request. */
bool build_ips(struct builder *b, const struct request_text *text);
bool build_providers(struct builder *b, const struct request_text *text);
bool build_selectors(struct builder *b, const struct request_text *text);

#endif

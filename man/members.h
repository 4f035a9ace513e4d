/* members.h - the members of a report, from the JSON Schema. */
#ifndef MEMBERS_H
#define MEMBERS_H

/* Prints them in mdoc(7), the report's own and then those of each kind of
 * object.  0, and nothing printed, where the schema cannot be read. */
int members_print(const char *schema);

#endif

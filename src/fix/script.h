/*
 * script.h - changes as other tools take them: zone lines, an nsupdate script,
 * a Route 53 change batch, Terraform resources.
 *
 * Each form has a row in scripts.def and one file.  What only the address's
 * provider can change is in a comment, where the form has comments.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "fix/change.h"

enum script_id {
#define SCRIPT(id, name, write) SCRIPT_##id,
#include "fix/scripts.def"
#undef SCRIPT
	SCRIPT_COUNT
};

struct script_info {
	const char *name; /* what --fix takes */
	/* out is in an arena. */
	void (*write)(struct buf *out, const struct changes *changes);
};

extern const struct script_info script_info[SCRIPT_COUNT];

enum script_id script_by_name(struct str name); /* or SCRIPT_COUNT */

#define SCRIPT(id, name, write) \
	void write(struct buf *out, const struct changes *changes);
#include "fix/scripts.def"
#undef SCRIPT

/* Whether the owner of the zone can make at least one of the changes. */
bool script_has_changes(const struct changes *changes);

#endif

/*
 * plan.h - a proposed change: what a file says is to be done, set by set,
 * and the overlay that it makes.
 *
 * Formats are recognised by their content.  Each has a reader of its own that
 * converts its values and adds entries here.
 */
#ifndef PLAN_H
#define PLAN_H

#include "dns/overlay.h"

enum { PLAN_BYTES_MAX = 64 * 1024 * 1024 };

enum plan_verb {
	PLAN_CREATE, /* refused where the set exists */
	PLAN_PUT,    /* creates the set, or takes its place */
	PLAN_DELETE, /* refused where the set is another one */
	PLAN_EDIT,   /* single records come and go */
};

/* What is wrong with the values of a set as they are written. */
enum plan_flaw {
	FLAW_LONG_STRING = 1, /* over 255 octets, and nobody splits it */
	FLAW_UNQUOTED = 2,    /* a TXT value without its quotes */
	FLAW_TWICE = 4,       /* the file has the set twice */
	FLAW_PROXIED = 8,     /* an HTTP proxy's addresses are published */
	FLAW_LENIENT = 16,    /* the service never refuses it */
};

struct plan_entry {
	enum plan_verb verb;
	unsigned flaws;
	/* What the overlay got: the set with the change; for DELETE nothing. */
	struct overlay_set set;
	/* DELETE: what is to go. */
	size_t ngiven;
	const struct record *given;
	struct str routing; /* the kind of a routed set; or empty */
	struct plan_entry *next;
};

/* What was passed over, and is told. */
struct plan_note {
	enum {
		PLAN_UNREAD,
		PLAN_PRIVATE,
		PLAN_OPEN,       /* what changes is not known */
		PLAN_NO_ADDRESS, /* a PTR of an address that is not there yet */
	} kind;
	struct str text;
	struct name zone; /* OPEN: where alone something changes; or no name */
	struct overlay_place from;
	struct plan_note *next;
};

/* What must hold for the change to be made. */
enum plan_prereq_kind {
	PREREQ_NO_NAME,
	PREREQ_NAME,
	PREREQ_NO_SET,
	PREREQ_SET
};

struct plan_prereq {
	enum plan_prereq_kind kind;
	struct name name;
	uint16_t type;   /* of the last two */
	bool has_record; /* of PREREQ_SET: with all others this is the set */
	struct record record;
	/* What an earlier file or message has made of the set; or NULL. */
	const struct overlay_set *laid;
	unsigned message; /* of its file, by its place */
	struct overlay_place from;
	struct plan_prereq *next;
};

struct plan {
	struct arena *a;
	struct overlay *overlay;
	struct plan_entry *entries, **end; /* in the order of the files */
	struct plan_prereq *prereqs, **prereqs_end;
	struct plan_note *notes, **notes_end;
};

/* Where a file cannot be read: a line, or a path into its JSON. */
struct plan_error {
	unsigned line, column; /* 0: none is meant */
	struct str where;      /* "Changes[2].Action", or empty */
	struct str what;
};

struct plan *plan_new(struct arena *a);

/* For readers: adds an entry, whose set goes to the overlay; a set that a
 * DELETE has taken and that comes again is replaced. */
void plan_add(struct plan *plan, const struct plan_entry *entry);
void plan_add_prereq(struct plan *plan, const struct plan_prereq *prereq);
void plan_note(struct plan *plan, const struct plan_note *note);

/* The entry of a set, or NULL. */
struct plan_entry *plan_find(
    const struct plan *plan, struct name name, uint16_t type, struct str id);

#endif

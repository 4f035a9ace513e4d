/*
 * settings.h - what the options of a command say, apart from the request:
 * how to look up, how to judge, how to report.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "check/check.h"
#include "check/gate.h"
#include "cli/args.h"
#include "cli/targets.h"
#include "client/server.h"
#include "recording/recording.h"

enum {
	TIMEOUT_S = 15,
	PROBE_TIMEOUT_S = 30,
	TIMEOUT_S_MAX = 86400,
	TRIES_MAX = 10,
	WAIT_S_MAX = 30 * 86400,
	RATE_MAX = 1000000,
	FIRST_LINE_MAX = 2000000000,
	JOBS_MAX = 64,
	SMTP_PORT = 25,
	PORT_MAX = 65535,
};

/* [ORIGIN=]FILE */
struct zone_option {
	struct name origin; /* or no name */
	const char *path;
};

struct settings {
	bool offline;
	bool timeless; /* the clock decides nothing, and shows nowhere */
	bool authoritative;
	bool find_selectors; /* where none is given */
	uint32_t timeout_s;
	uint32_t wait_s;              /* 0: not at all */
	uint32_t tries;               /* 0: not said */
	uint32_t rate;                /* of each process; 0: no limit */
	uint32_t jobs;                /* processes that judge a batch */
	uint32_t port;                /* probe's */
	uint32_t first_line;          /* the number of the input's first */
	const struct server *servers; /* none: the system's */
	size_t nservers;
	bool tls;
	struct str tls_name; /* or empty */
	const struct zone_option *zones;
	size_t nzones;
	const struct zone_option *changes;
	size_t nchanges;

	int64_t day; /* that counts, as date.h has it */

	/* --record; NULL: not asked for. */
	const char *record_path;
	/* --replay; NULL: not asked for. */
	struct recording *replayed;

	struct policy policy;
	struct gate gate;

	struct targets targets;
	bool color;
	size_t columns; /* of the terminal; 0: none */
	bool lines;     /* the locale has some to draw with */
	bool quiet;
	bool verbose;
};

/* False, and a line in *error that names the option and its value. */
bool settings_read(struct arena *a, const struct args *args,
    struct settings *out, struct str *error);

#endif

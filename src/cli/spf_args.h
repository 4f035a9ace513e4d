/* spf_args.h - whom the spf command is about. */
#ifndef SPF_ARGS_H
#define SPF_ARGS_H

#include "cli/args.h"
#include "facts/request.h"
#include "facts/spf_client.h"

struct spf_asked {
	struct spf_client client; /* without an IP: any */
	/* The same as a request, for the check; no domain where the sender's
	 * is no legal name. */
	struct request req;
};

/* DOMAIN [IP], or the options.  False, and a line in *error that names the
 * argument; out must stay where it is. */
bool spf_args_read(struct arena *a, const struct args *args,
    struct spf_asked *out, struct str *error);

#endif

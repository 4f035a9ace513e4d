#include "cli/confined.h"
#include "base/confine.h"
#include "cli/output.h"
#include "client/authorities.h"
#include "client/client.h"

enum { HTTPS_PORT = 443 };

static void
confine_to_reports(struct arena *a, const struct settings *settings)
{
	const char **directories =
	    arena_array(a, settings->targets.n + 2, const char *);
	const char *const readable[] = {
		authorities_file(),
		authorities_directory(),
		"/etc/ssl", /* where these often lead to */
		NULL,
	};
	size_t n = 0;

	for (size_t i = 0; i < settings->targets.n; i++)
		if (settings->targets.all[i].path != NULL)
			directories[n++] =
			    output_directory(a, settings->targets.all[i].path);
	if (settings->record_path != NULL)
		directories[n++] = output_directory(a, settings->record_path);
	directories[n] = NULL;
	confine_files(directories, readable);
}

/* The replacement of a worker that died is started late. */
static void
confine_to_files(const struct settings *settings)
{
	confine_calls(LEAVE_FILES | (settings->jobs > 1 ? LEAVE_CHILDREN : 0));
}

static void
confine_to_ports(
    struct arena *a, const struct settings *settings, uint32_t more)
{
	uint16_t *ports = arena_array(a, settings->nservers + 4, uint16_t);
	size_t n = 0;

	ports[n++] = DNS_PORT;
	ports[n++] = DNS_TLS_PORT;
	if (settings->policy.fetch)
		ports[n++] = HTTPS_PORT;
	if (more > 0)
		ports[n++] = (uint16_t)more;
	for (size_t i = 0; i < settings->nservers; i++)
		if (settings->servers[i].port > 0)
			ports[n++] = settings->servers[i].port;
	confine_tcp(ports, n);
}

void
confined_begin(struct arena *a, const struct settings *settings, uint32_t more)
{
	confine_to_reports(a, settings);
	if (settings->offline || settings->replayed != NULL)
		confine_to_files(settings);
	else
		confine_to_ports(a, settings, more);
}

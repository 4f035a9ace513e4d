#include <stdlib.h>

#include "cli/plan_files.h"
#include "cli/sources.h"
#include "cli/zone_files.h"
#include "dns/authority.h"
#include "dns/client.h"
#include "dns/layer.h"
#include "dns/resolvconf.h"
#include "dns/zone.h"
#include "mail/ip_class.h"
#include "mail/reverse_name.h"

/* Whether a name server can be there that the world asks: what a zone says
 * sends no query to a host that only this one can reach. */
static bool
is_outside(struct ip ip)
{
	enum ip_class_kind kind = ip_class(ip).kind;

	return kind == IP_PUBLIC || kind == IP_DOCUMENTATION;
}

/* Whether who runs this asks such a host already, as in a test. */
static bool
is_at_home(const struct settings *settings)
{
	for (size_t i = 0; i < settings->nservers; i++)
		if (!is_outside(settings->servers[i].ip))
			return true;
	return false;
}

/* Options count for more than the system's configuration. */
static struct source *
open_network(const struct settings *settings, bool many, struct sources *out)
{
	struct client_config config = {
		.servers = settings->servers,
		.nservers = settings->nservers,
		.tries = settings->tries,
		.many = many,
		.tls = settings->tls,
		.tls_name = settings->tls_name,
		.rate = settings->rate,
	};
	struct resolvconf system;

	if (settings->nservers == 0) {
		resolvconf_read(RESOLVCONF_PATH, &system);
		config.servers = system.servers;
		config.nservers = system.nservers;
		config.rotate = system.rotate;
		config.timeout_ms = system.timeout_s * 1000;
		if (config.tries == 0)
			config.tries = system.attempts;
	}
	if (settings->authoritative) {
		out->authority = authority_new(
		    &config, is_at_home(settings) ? NULL : is_outside);
		if (settings->wait_s > 0)
			authority_spare_resolvers(out->authority);
		return authority_source(out->authority);
	}
	out->client = client_new(&config);
	return client_source(out->client);
}

/* What is proposed stands in front of all that is published. */
static void
lay_change(struct sources *out, const struct zones *zones)
{
	overlay_leave_open(out->plan->overlay);
	out->published = mem_new(1, sizeof(*out->published));
	store_init(out->published);
	out->layer =
	    layer_new(out->plan->overlay, zones, out->published, out->first);
	out->first = layer_source(out->layer);
}

bool
sources_open(struct arena *a, const struct settings *settings, bool many,
    struct sources *out, struct str *error)
{
	struct zones *zones = zones_new(a);
	struct source *network;

	*out = (struct sources){
		.zones = zones,
		.offline = settings->offline,
	};
	if (!zone_files_read(a, settings, zones, error) ||
	    !plan_files_read(a, settings, &out->plan, error))
		return false;
	if (settings->nzones > 0)
		out->first = zones_source(zones);
	if (!settings->offline) {
		network = open_network(settings, many, out);
		if (out->first != NULL)
			out->first->next = network;
		else
			out->first = network;
	}
	if (out->plan != NULL)
		lay_change(out, zones);
	return true;
}

bool
sources_cover(const struct sources *sources, struct arena *a,
    const struct request *req, struct str *error)
{
	if (!sources->offline || zones_have(sources->zones, req->domain) ||
	    (sources->plan != NULL &&
		overlay_has_below(sources->plan->overlay, req->domain)))
		return true;
	*error = arena_printf(a,
	    "DOMAIN '%.*s': no zone given has it, and --offline asks nobody "
	    "else",
	    PSTR(name_text(a, req->domain)));
	return false;
}

bool
sources_are_behind(const struct sources *sources)
{
	return sources->client != NULL && client_is_behind(sources->client);
}

size_t
sources_room(const struct sources *sources)
{
	return sources->client != NULL ? client_room(sources->client)
				       : SIZE_MAX;
}

bool
sources_are_walled(const struct sources *sources)
{
	return sources->authority != NULL &&
	    authority_is_walled(sources->authority);
}

struct client_tally
sources_tally(const struct sources *sources)
{
	if (sources->client != NULL)
		return client_tally(sources->client);
	return (struct client_tally){ 0 };
}

void
sources_close(struct sources *sources)
{
	if (sources->layer != NULL) {
		layer_free(sources->layer);
		store_free(sources->published);
		free(sources->published);
	}
	if (sources->client != NULL)
		client_free(sources->client);
	if (sources->authority != NULL)
		authority_free(sources->authority);
}

void
sources_subjects(
    struct sources *sources, struct arena *a, const struct request *req)
{
	if (sources->authority == NULL)
		return;
	authority_add(sources->authority, req->domain);
	authority_add(sources->authority, req->mail_from);
	authority_add(sources->authority, req->host);
	for (size_t i = 0; req->hosts != NULL && i < req->nips; i++)
		authority_add(sources->authority, req->hosts[i]);
	for (size_t i = 0; i < req->nselectors; i++)
		authority_add(sources->authority, req->selectors[i].domain);
	for (size_t i = 0; i < req->nips; i++)
		authority_add(sources->authority, reverse_name(a, req->ips[i]));
}

#include <stdlib.h>

#include "cli/plan_files.h"
#include "cli/recording_files.h"
#include "cli/sources.h"
#include "cli/zone_files.h"
#include "client/authority.h"
#include "client/client.h"
#include "client/resolvconf.h"
#include "facts/driver.h"
#include "mail/dkim_key.h"
#include "mail/dnsbl.h"
#include "mail/ip_class.h"
#include "mail/reverse_name.h"
#include "recording/recorder.h"
#include "zone/layer.h"
#include "zone/zone.h"

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

/* What may be shown to nobody. */
static bool
is_private_key(const struct record *record)
{
	struct arena a = { 0 };
	bool found = record->type == TYPE_TXT &&
	    dkim_is_private_key(&a, record_joined(&a, record));

	arena_free(&a);
	return found;
}

/* All that is asked of the sources so far is kept, if that is wanted. */
static void
keep(struct sources *out, enum recorded kind)
{
	if (out->recording == NULL)
		return;
	out->recorders[kind] = recorder_new(
	    out->recording, kind, out->first, is_private_key, dnsbl_masked);
	out->first = recorder_source(out->recorders[kind]);
}

/* What is proposed stands in front of all that is published. */
static void
lay_change(struct sources *out, const struct zones *zones)
{
	keep(out, RECORDED_PUBLISHED);
	overlay_leave_open(out->plan->overlay);
	out->below = out->first;
	out->published = mem_new(1, sizeof(*out->published));
	store_init(out->published);
	out->layer =
	    layer_new(out->plan->overlay, zones, out->published, out->first);
	out->first = layer_source(out->layer);
}

/* The answers that a change was given with stand in front of it, if it is the
 * same one. */
static void
open_replay(const struct settings *settings, struct sources *out)
{
	struct recording *replayed = settings->replayed;
	struct source *proposed;

	out->replayed = replayed;
	if (out->plan == NULL) {
		out->first =
		    replay_begin(&out->replays[0], replayed, REPLAY_WHOLE);
		return;
	}
	out->first = replay_begin(&out->replays[0], replayed, REPLAY_PUBLISHED);
	lay_change(out, NULL);
	if (!str_eq(replayed->change, out->plan_digest))
		return;
	proposed = replay_begin(&out->replays[1], replayed, REPLAY_PROPOSED);
	proposed->next = out->first;
	out->first = proposed;
}

static void
open_zones_and_network(const struct settings *settings, struct zones *zones,
    bool many, struct sources *out)
{
	struct source *network;

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
}

bool
sources_open(struct arena *a, const struct settings *settings, bool many,
    struct sources *out, struct str *error)
{
	struct zones *zones = zones_new(a);

	*out = (struct sources){
		.zones = zones,
		.offline = settings->offline || settings->replayed != NULL,
		.record_path = settings->record_path,
	};
	if (!zone_files_read(a, settings, zones, error) ||
	    !plan_files_read(a, settings, &out->plan, &out->plan_digest, error))
		return false;
	if (out->record_path != NULL)
		out->recording = recording_new(a, settings, out->plan_digest);
	if (settings->replayed != NULL)
		open_replay(settings, out);
	else
		open_zones_and_network(settings, zones, many, out);
	keep(out, RECORDED);
	return true;
}

const struct zones *
sources_zones(const struct sources *sources)
{
	return sources->recording != NULL ? NULL : sources->zones;
}

static void
end_recorders(struct sources *sources)
{
	for (size_t i = 0; i < RECORDED_KINDS; i++)
		if (sources->recorders[i] != NULL)
			recorder_end(sources->recorders[i]);
}

void
sources_note_late(struct sources *sources, const struct run *run)
{
	if (sources->recording != NULL)
		sources->recording->is_late |= run->facts.lookup.expired;
}

enum quit
sources_write_recording(struct sources *sources, struct arena *a)
{
	if (sources->recording == NULL)
		return QUIT_PASSED;
	end_recorders(sources);
	return recording_file_write(
	    a, sources->record_path, sources->recording);
}

static bool
covers(const struct sources *sources, struct name domain)
{
	if (!sources->offline || zones_have(sources->zones, domain))
		return true;
	if (sources->replayed != NULL &&
	    recording_covers(sources->replayed, domain))
		return true;
	return sources->plan != NULL &&
	    overlay_has_below(sources->plan->overlay, domain);
}

bool
sources_cover(const struct sources *sources, struct arena *a,
    const struct request *req, struct str *error)
{
	if (covers(sources, req->domain)) {
		if (sources->recording != NULL)
			recording_cover(sources->recording, req->domain);
		return true;
	}
	*error = arena_printf(a,
	    "DOMAIN '%.*s': no zone or recording given has it, and nobody else "
	    "is asked",
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
	end_recorders(sources);
	if (sources->layer != NULL) {
		layer_free(sources->layer);
		store_free(sources->published);
		free(sources->published);
	}
	if (sources->client != NULL)
		client_free(sources->client);
	if (sources->authority != NULL)
		authority_free(sources->authority);
	for (size_t i = 0; i < RECORDED_KINDS; i++)
		if (sources->recorders[i] != NULL)
			recorder_free(sources->recorders[i]);
	if (sources->recording != NULL)
		recording_free(sources->recording);
	if (sources->replayed != NULL)
		recording_free(sources->replayed);
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

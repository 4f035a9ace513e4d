#include "report/spf_json.h"
#include "base/escape.h"
#include "check/spf.h"

static void
add_text(struct arena *a, struct value *to, const char *key, struct str text)
{
	if (text.s != NULL)
		value_add_str(a, to, key, text);
	else
		value_add_null(a, to, key);
}

/* Without a client what any may meet. */
static void
add_costs(struct arena *a, struct value *to, const struct spf_report *spf)
{
	const struct spf_outcome *o = spf->outcome;
	const struct spf_cost *c = &spf->tree->root->cost;
	unsigned voids = c->voids4 > c->voids6 ? c->voids4 : c->voids6;
	unsigned queries =
	    c->queries4 > c->queries6 ? c->queries4 : c->queries6;

	value_add_int(a, to, "lookups", o != NULL ? o->lookups : c->lookups);
	value_add_int(a, to, "lookups_worst", c->lookups);
	value_add_int(a, to, "void_lookups", o != NULL ? o->voids : voids);
	value_add_int(
	    a, to, "void_queries", o != NULL ? o->voids_per_query : queries);
}

static struct value *
members(struct arena *a, const struct spf_report *spf)
{
	static const struct str none = { NULL, 0 };
	const struct spf_outcome *o = spf->outcome;
	struct value *object = value_object(a);
	bool has_ip = spf->client.ip.family != IP_NONE;

	add_text(a, object, "result",
	    o != NULL ? str_of(spf_result_text(o->result)) : none);
	add_text(a, object, "explanation", o != NULL ? o->explanation : none);
	value_add_str(
	    a, object, "domain", escape(a, spf->client.sender_domain));
	add_text(a, object, "ip", has_ip ? ip_text(a, spf->client.ip) : none);
	value_add_str(a, object, "helo", escape(a, spf->client.helo));
	spf_add_matched(a, object, o);
	add_costs(a, object, spf);
	add_text(
	    a, object, "problem", o != NULL ? spf_problem_text(a, o) : none);
	spf_add_tree(a, object, spf);
	return object;
}

void
spf_json(struct buf *out, const struct spf_verdict *verdict)
{
	struct json_writer j = { .out = out };
	struct arena a = { 0 };

	json_open_object(&j, NULL);
	for (const struct value *v = members(&a, &verdict->spf)->first;
	     v != NULL; v = v->next)
		json_put_value(&j, v->key, v);
	if (verdict->report != NULL && verdict->report->nresults > 0) {
		json_put_findings(
		    &j, verdict->report, &verdict->report->results[0]);
	} else {
		json_open_list(&j, "findings");
		json_close_list(&j);
	}
	json_close_object(&j);
	buf_byte(out, '\n');
	arena_free(&a);
}

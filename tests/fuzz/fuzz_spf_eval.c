/*
 * Random records over a random DNS in memory.  The limits hold; an evaluation
 * while answers arrive, in any order, ends as the one with all answers at
 * hand; and who passes is among the addresses that the tree authorises, and
 * the other way round.
 */
#include "base/buf.h"
#include "facts/driver.h"
#include "facts/spf.h"
#include "facts/spf_tree.h"

#include "fuzz.h"

enum { DOMAINS = 8, RECORDS_MAX = 12, HELD_MAX = 512 };

struct input {
	const uint8_t *data;
	size_t n, at;
};

static unsigned
take(struct input *in, unsigned below)
{
	unsigned byte = in->at < in->n ? in->data[in->at] : 0;

	in->at++;
	return byte % below;
}

/* What a domain has: N.example, with N its number. */
struct domain {
	struct str txt[2];
	size_t ntxt, na, naaaa, nmx;
	uint8_t a[RECORDS_MAX], aaaa[RECORDS_MAX], mx[RECORDS_MAX];
	bool fails; /* all its lookups do */
};

struct world {
	struct source source; /* first: a source is its world */
	struct arena a;
	struct domain domains[DOMAINS];
	uint8_t ptr[RECORDS_MAX]; /* of the client */
	size_t nptr;
	uint32_t seed; /* 0: all answers come at once */
	struct entry *held[HELD_MAX];
	size_t nheld;
};

static const char *const terms[] = {
	"a",
	"mx",
	"ptr",
	"all",
	"a:%u.example",
	"mx:%u.example",
	"include:%u.example",
	"include:%u.example",
	"redirect=%u.example",
	"ip4:192.0.2.%u",
	"ip4:192.0.2.%u/30",
	"ip6:2001:db8::%u/64",
	"exists:%u.example",
	"exists:%%{ir}.%u.example",
	"exp=%u.example",
	"a:%%{d1r}.%u.example",
	"a:%%{p}",
	"mx/30//64",
	"moo=%u",
	"include:%%{l}.example",
	"a:%u..example",
	"foo%u",
};

static struct str
random_record(struct world *w, struct input *in)
{
	struct buf b = { .a = &w->a };
	unsigned n = take(in, 14);

	buf_text(&b, "v=spf1");
	for (unsigned i = 0; i < n; i++) {
		const char *term =
		    terms[take(in, sizeof(terms) / sizeof(terms[0]))];
		unsigned qualifier = take(in, 16), number = take(in, DOMAINS);

		buf_byte(&b, ' ');
		if (qualifier < 4)
			buf_byte(&b, "+-~?"[qualifier]);
		for (; *term != 0; term++)
			if (term[0] == '%' && term[1] == 'u') {
				buf_printf(&b, "%u", number);
				term++;
			} else if (term[0] != '%' || term[1] != '%') {
				buf_byte(&b, *term);
			}
	}
	return buf_view(&b);
}

static size_t
random_numbers(struct input *in, uint8_t *out, unsigned max)
{
	size_t n = take(in, max + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)take(in, DOMAINS);
	return n;
}

static void
random_world(struct world *w, struct input *in)
{
	for (int i = 0; i < DOMAINS; i++) {
		struct domain *d = &w->domains[i];
		unsigned kind = take(in, 16);

		d->fails = kind == 0;
		d->ntxt = kind == 1 ? 0 : kind == 2 ? 2 : 1;
		for (size_t t = 0; t < d->ntxt; t++)
			d->txt[t] = random_record(w, in);
		d->na = random_numbers(in, d->a, 3);
		d->naaaa = random_numbers(in, d->aaaa, 2);
		d->nmx = random_numbers(in, d->mx, 11);
	}
	w->nptr = random_numbers(in, w->ptr, 11);
}

/* The number of N.example, or DOMAINS. */
static unsigned
number_of(struct name name)
{
	struct str label = name_label(name);

	if (name_labels(name) != 2 || label.n != 1 || label.s[0] < '0' ||
	    label.s[0] >= '0' + DOMAINS)
		return DOMAINS;
	return (unsigned)(label.s[0] - '0');
}

static struct str
wire_of_domain(struct arena *a, unsigned number)
{
	return arena_printf(a, "\1%u\7example", number);
}

static struct record
make_record(struct arena *a, uint16_t type, struct str data)
{
	struct str copy = arena_str(a, data);

	return (struct record){ type, (uint16_t)copy.n, 60,
		(const unsigned char *)copy.s };
}

static size_t
make_names(struct world *w, uint16_t type, const uint8_t *numbers, size_t n,
    struct record *out)
{
	for (size_t i = 0; i < n; i++) {
		struct str name = wire_of_domain(&w->a, numbers[i]);
		struct buf b = { .a = &w->a };

		if (type == TYPE_MX) {
			buf_byte(&b, 0);
			buf_byte(&b, (char)i);
		}
		buf_str(&b, name);
		buf_byte(&b, 0);
		out[i] = make_record(&w->a, type, buf_view(&b));
	}
	return n;
}

static size_t
make_addresses(struct world *w, uint16_t type, const uint8_t *numbers, size_t n,
    struct record *out)
{
	for (size_t i = 0; i < n; i++) {
		char v4[4] = { (char)192, 0, 2, (char)numbers[i] };
		char v6[16] = { 0x20, 1, 0xd, (char)0xb8 };

		v6[15] = (char)numbers[i];
		out[i] = make_record(&w->a, type,
		    type == TYPE_A ? (struct str){ v4, sizeof(v4) }
				   : (struct str){ v6, sizeof(v6) });
	}
	return n;
}

static size_t
make_txt(struct world *w, const struct domain *d, struct record *out)
{
	for (size_t i = 0; i < d->ntxt; i++) {
		struct buf b = { .a = &w->a };
		struct str rest = d->txt[i];

		while (rest.n > 0) {
			struct str part = str_to(rest, 255);

			buf_byte(&b, (char)part.n);
			buf_str(&b, part);
			rest = str_from(rest, part.n);
		}
		out[i] = make_record(&w->a, TYPE_TXT, buf_view(&b));
	}
	return d->ntxt;
}

static void
answer_now(struct world *w, struct store *store, struct entry *entry)
{
	struct question q = entry->question;
	unsigned number = number_of(q.name);
	const struct domain *d = number < DOMAINS ? &w->domains[number] : NULL;
	struct record records[RECORDS_MAX];
	struct answer answer = { .question = q, .records = records, .ttl = 60 };

	if (q.type == TYPE_PTR)
		answer.n = make_names(w, TYPE_PTR, w->ptr, w->nptr, records);
	else if (d == NULL)
		answer.n = 0;
	else if (q.type == TYPE_TXT)
		answer.n = make_txt(w, d, records);
	else if (q.type == TYPE_A)
		answer.n = make_addresses(w, TYPE_A, d->a, d->na, records);
	else if (q.type == TYPE_AAAA)
		answer.n =
		    make_addresses(w, TYPE_AAAA, d->aaaa, d->naaaa, records);
	else if (q.type == TYPE_MX)
		answer.n = make_names(w, TYPE_MX, d->mx, d->nmx, records);
	answer.status = answer.n > 0 ? ANSWER_NOERROR : ANSWER_NXDOMAIN;
	if (d != NULL && d->fails) {
		answer.n = 0;
		answer.status = ANSWER_SERVFAIL;
	}
	store_put(store, entry, &answer);
}

static bool
ask(struct source *self, struct store *store, struct entry *entry)
{
	struct world *w = (struct world *)self;

	if (w->seed == 0) {
		answer_now(w, store, entry);
	} else {
		assert(w->nheld < HELD_MAX);
		w->held[w->nheld++] = entry;
	}
	return true;
}

/* Answers one of the questions that are held back. */
static bool
reveal(struct source *self, struct store *store, int64_t until_us)
{
	struct world *w = (struct world *)self;
	size_t at;

	(void)until_us;
	if (w->nheld == 0)
		return false;
	w->seed = w->seed * 1103515245U + 12345U;
	at = w->seed / 65536 % w->nheld;
	answer_now(w, store, w->held[at]);
	w->held[at] = w->held[--w->nheld];
	return true;
}

/* One evaluation and its tree, and what the tree asked alone. */
struct evaluation {
	struct store store;
	struct run run, alone;
	const struct spf_outcome *outcome;
	const struct spf_tree *tree;
	size_t nasked;
};

static void
need_tree(struct facts *facts, const struct goal *goal)
{
	facts_spf_tree(facts, ((const struct spf_goal *)goal)->client);
}

static void
evaluate_to_end(
    struct world *w, const struct spf_client *client, struct evaluation *e)
{
	static const struct request nobody = { .nips = 0 };
	struct spf_goal goal = spf_goal(client), tree = goal;

	tree.goal.derive = need_tree;
	store_init(&e->store);
	run_begin(&e->run, &e->store, &nobody, &goal.goal);
	run_to_end(&e->run, &w->source, INT64_MAX);
	assert(!e->run.facts.lookup.expired);
	assert(e->run.facts.lookup.nused <= LOOKUP_BUDGET);
	e->outcome = facts_spf(&e->run.facts, client);
	e->tree = facts_spf_tree(&e->run.facts, client);
	run_begin(&e->alone, &e->store, &nobody, &tree.goal);
	run_to_end(&e->alone, &w->source, INT64_MAX);
	facts_answers(&e->alone.facts, &w->a, &e->nasked);
}

static void
end(struct evaluation *e)
{
	run_end(&e->run);
	run_end(&e->alone);
	run_free(&e->run);
	run_free(&e->alone);
	store_free(&e->store);
}

static bool
has_number(struct ranges set, uint64_t number)
{
	for (size_t i = 0; i < set.n; i++)
		if (number >= set.r[i].first && number <= set.r[i].last)
			return true;
	return false;
}

/* The limits of RFC 7208 section 4.6.4, and ours. */
static void
check_limits(const struct evaluation *e)
{
	const struct spf_outcome *o = e->outcome;

	assert(o->result != SPF_PENDING);
	assert(o->lookups <= SPF_LOOKUPS_MAX);
	assert(o->voids <= SPF_VOIDS_MAX || o->problem == SPF_PROBLEM_VOIDS);
	assert(
	    (o->result == SPF_TEMPERROR || o->result == SPF_PERMERROR ||
		o->result == SPF_NOT_KNOWN) == (o->problem != SPF_NO_PROBLEM));
	assert(e->nasked <= SPF_TREE_QUESTIONS_MAX);
	assert(e->tree->nnodes <= SPF_TREE_NODES_MAX);
}

/* What check_host() says and what the sets say, where both say something. */
static void
check_reach(const struct evaluation *e, struct ip ip)
{
	const struct spf_outcome *o = e->outcome;
	const struct spf_tree *tree = e->tree;
	bool passes;

	if (o->problem != SPF_NO_PROBLEM || tree->is_cut ||
	    tree->lacks_addresses || tree->has_loop ||
	    tree->depends_on_client || ip.family != IP_V4)
		return;
	passes = has_number(tree->root->pass4, 0xc0000200U | ip.b[3]);
	assert(passes == (o->result == SPF_PASS));
	assert(o->lookups <= tree->root->cost.lookups);
	assert(o->voids <= tree->root->cost.voids4);
}

FUZZ(spf_eval)
{
	static struct world w; /* large */
	struct input in = { data, size, 0 };
	struct spf_client client = {
		.ip = { IP_V4, { 192, 0, 2, 0 } },
		.local_part = S("1"),
		.sender_domain = S("0.example"),
		.helo = S("h.example"),
		.explain = true,
	};
	struct evaluation all = { .nasked = 0 }, late = { .nasked = 0 };
	static const unsigned char root[] = "\1"
					    "0\7example";

	w = (struct world){ .source = { .ask = ask, .wait = reveal } };
	client.domain = (struct name){ root, sizeof(root) };
	client.ip.b[3] = (unsigned char)take(&in, DOMAINS);
	if (take(&in, 4) == 0)
		client.ip = (struct ip){ IP_V6,
			{ 0x20, 1, 0xd,
			    0xb8, [15] = (unsigned char)take(&in, DOMAINS) } };
	random_world(&w, &in);
	evaluate_to_end(&w, &client, &all);
	check_limits(&all);
	check_reach(&all, client.ip);
	w.seed = 1 + take(&in, 255);
	evaluate_to_end(&w, &client, &late);
	assert(late.outcome->result == all.outcome->result);
	assert(late.outcome->lookups == all.outcome->lookups);
	assert(late.outcome->voids == all.outcome->voids);
	assert(late.outcome->voids_per_query == all.outcome->voids_per_query);
	assert(late.outcome->problem == all.outcome->problem);
	assert(str_eq(late.outcome->explanation, all.outcome->explanation));
	assert(late.tree->nnodes == all.tree->nnodes);
	assert(late.tree->root->cost.lookups == all.tree->root->cost.lookups);
	end(&all);
	end(&late);
	arena_free(&w.a);
}

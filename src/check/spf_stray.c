/* What stands beside an SPF record, or in it, and was not meant so. */
#include "base/escape.h"
#include "check/spf.h"
#include "mail/ip_class.h"
#include "mail/spf_mistake.h"

void
spf_flag_split(struct check *c, const struct spf_node *node)
{
	const struct spf_record *record = node->record;
	const struct answer *answer = node->answer;

	/* With its end it is whole. */
	if (record->all != NULL || record->redirect != NULL)
		return;
	for (size_t i = 0; i < answer->n && i < SPF_NAMED_MAX; i++) {
		struct str half = record_joined(c->a, &answer->records[i]);
		struct finding *f;

		if (!spf_is_second_half(c->a, half))
			continue;
		f = check_flag(c, FINDING_SPF_SPLIT,
		    "The TXT record \"%.*s\" of %.*s was meant to be a part of "
		    "its SPF record, and counts for nothing.",
		    PSTR(escape(c->a, half)),
		    PSTR(check_name(c, node->domain)));
		spf_about(c, f, node, NULL);
		spf_need(c, f, node, NEED_SPF_SOUND);
	}
}

/* But for one that was meant to be the SPF record that is missing. */
void
spf_flag_sender_id(struct check *c, const struct spf_node *root)
{
	const struct answer *answer = root->answer;
	struct finding *f;
	struct str meant;

	for (size_t i = 0; answer != NULL && i < answer->n; i++) {
		struct str text = record_joined(c->a, &answer->records[i]);

		if (!spf_is_sender_id(text) ||
		    (root->state == SPF_NODE_NONE &&
			spf_meant_record(c->a, text, &meant)))
			continue;
		f = check_flag(c, FINDING_SPF_SENDER_ID,
		    "%.*s has a Sender ID record, which nobody reads.",
		    PSTR(check_name(c, root->domain)));
		f->text = text;
		finding_set_cached(f, answer);
	}
}

/* Whether no address of the network can be seen by a receiver. */
static bool
is_special(struct ip net, unsigned bits)
{
	struct ip last = net;
	unsigned octets = net.family == IP_V4 ? 4 : 16;

	for (unsigned i = 0; i < octets * 8; i++)
		if (i >= bits) {
			unsigned bit = 1U << (7 - i % 8);

			net.b[i / 8] = (unsigned char)(net.b[i / 8] & ~bit);
			last.b[i / 8] = (unsigned char)(last.b[i / 8] | bit);
		}
	return ip_class(net).kind == IP_SPECIAL &&
	    ip_class(last).kind == IP_SPECIAL &&
	    ip_class(net).what == ip_class(last).what;
}

/* A host's address, where all that it has are such. */
static struct ip
special_of(const struct answer *answer)
{
	struct ip first = { .family = IP_NONE };

	for (size_t i = 0; answer != NULL && i < answer->n; i++) {
		struct ip ip = record_ip(&answer->records[i]);

		if (ip_class(ip).kind != IP_SPECIAL)
			return (struct ip){ .family = IP_NONE };
		first = ip;
	}
	return first;
}

/* The address that a term lets pass to no use; none where it is of use. */
static struct ip
useless_address(const struct spf_branch *branch)
{
	const struct spf_term *term = branch->term;
	struct ip none = { .family = IP_NONE };
	unsigned bits = term->kind == SPF_IP4 ? term->bits4 : term->bits6;

	if (term->qualifier != '+')
		return none;
	if (term->kind == SPF_IP4 || term->kind == SPF_IP6)
		return is_special(term->net, bits) ? term->net : none;
	return term->kind == SPF_A ? special_of(branch->a) : none;
}

void
spf_flag_private(struct check *c, const struct spf_node *node)
{
	int named = 0;

	for (size_t i = 0; i < node->n && named < SPF_NAMED_MAX; i++) {
		struct ip ip = useless_address(&node->branches[i]);
		struct finding *f;

		if (ip.family == IP_NONE)
			continue;
		named++;
		f = check_flag(c, FINDING_SPF_PRIVATE,
		    "\"%.*s\" lets %.*s send: %s, which no receiver sees.",
		    PSTR(escape(c->a, node->branches[i].term->text)),
		    PSTR(ip_text(c->a, ip)), ip_class(ip).what);
		spf_about(c, f, node, node->branches[i].term);
	}
}

#include "cli/spf_args.h"
#include "base/escape.h"
#include "cli/request_build.h"
#include "cli/typed.h"
#include "cli/value_error.h"
#include "dns/idna.h"
#include "mail/spf_macro.h"

/* A domain that is no legal name stays "no name": its result is none (RFC
 * 7208 section 4.3), not bad usage. */
static struct name
read_domain(struct arena *a, struct str text)
{
	struct name name = { 0 };
	const char *reason;

	if (idna_parse(a, text, &name, &reason) || str_starts(text, S("[")))
		return name;
	spf_target_name(a, text, &name);
	return name;
}

/* ADDR or DOMAIN; empty, or not given, the HELO name (section 2.4). */
static void
read_sender(struct arena *a, struct str text, struct spf_client *client)
{
	size_t at;

	if (text.n == 0)
		text = client->helo;
	at = str_find_last(text, '@');
	client->local_part =
	    at > 0 && at < text.n ? str_to(text, at) : S("postmaster");
	if (at < text.n)
		text = str_from(text, at + 1);
	client->domain = read_domain(a, text);
	client->sender_domain =
	    client->domain.n > 0 ? spf_name_plain(a, client->domain) : text;
}

/* No client can be made to say anything else. */
static bool
check_printable(
    struct arena *a, enum option_id id, struct str value, struct str *error)
{
	if (str_eq(escape(a, value), value))
		return true;
	return value_error(
	    a, id, value, error, "it has a character that cannot be seen");
}

/* What stands in words, in any order. */
struct words {
	struct str domain;
	struct str ip;
};

static bool
read_words(struct arena *a, const struct args *args, struct words *out,
    struct str *error)
{
	for (size_t i = 0; i < args->noperands; i++) {
		struct str word = args->operands[i];
		struct str *to = typed_is_ip(word) ? &out->ip : &out->domain;

		if (to->s != NULL) {
			*error = arena_printf(a,
			    "'%.*s': not expected; one DOMAIN and one IP are",
			    PSTR(excerpt(a, word, EXCERPT_COLUMNS)));
			return false;
		}
		*to = word;
	}
	return true;
}

/* The IP of the option, or of the word; both must be the same. */
static bool
read_ip(struct arena *a, const struct args *args, struct str word,
    struct spf_client *client, struct str *error)
{
	struct str option = args_value(args, OPTION_IP);
	const char *reason;
	struct ip ip;

	if (option.s != NULL && !typed_ip(option, &client->ip, &reason))
		return value_error(a, OPTION_IP, option, error, "%s", reason);
	if (word.s == NULL)
		return true;
	if (!typed_ip(word, &ip, &reason)) {
		*error = arena_printf(a, "IP '%.*s': %s",
		    PSTR(excerpt(a, word, EXCERPT_COLUMNS)), reason);
		return false;
	}
	if (option.s != NULL && !ip_eq(ip, client->ip))
		return value_error(a, OPTION_IP, option, error,
		    "another address is given, too");
	client->ip = ip;
	return true;
}

/* A domain that people type is one that exists: here a bad name is bad
 * usage. */
static bool
read_typed(struct arena *a, const struct args *args, struct str word,
    struct spf_client *client, struct str *error)
{
	struct request_text text = { .domain = word };
	struct request req;
	struct request_error err;
	bool is_address = str_find(word, '@') < word.n &&
	    str_find(word, '<') == word.n && str_find(word, ':') == word.n;

	if (args_has(args, OPTION_MAIL_FROM)) {
		*error = S("--mail-from: not with DOMAIN, which is the sender");
		return false;
	}
	if (!request_build(a, &text, &req, &err)) {
		*error = request_error_text(a, &err);
		return false;
	}
	read_sender(
	    a, is_address ? str_trim(word) : name_text(a, req.domain), client);
	return true;
}

static bool
read_option(struct arena *a, const struct args *args, struct spf_client *client,
    struct str *error)
{
	struct str from = args_value(args, OPTION_MAIL_FROM);

	if (from.n == 0 && client->helo.n == 0) {
		*error = from.s == NULL
		    ? S("DOMAIN: none given, and no --mail-from or --helo")
		    : S("--helo: none given, and the sender is empty");
		return false;
	}
	if (!check_printable(a, OPTION_MAIL_FROM, from, error))
		return false;
	read_sender(a, from, client);
	return true;
}

bool
spf_args_read(struct arena *a, const struct args *args, struct spf_asked *out,
    struct str *error)
{
	struct spf_client *client = &out->client;
	struct words words = { { NULL, 0 }, { NULL, 0 } };

	*out = (struct spf_asked){
		.client.helo = args_value(args, OPTION_HELO),
		.client.explain = true,
	};
	if (!check_printable(a, OPTION_HELO, client->helo, error) ||
	    !read_words(a, args, &words, error) ||
	    !read_ip(a, args, words.ip, client, error) ||
	    !(words.domain.s != NULL
		    ? read_typed(a, args, words.domain, client, error)
		    : read_option(a, args, client, error)))
		return false;
	out->req = (struct request){
		.domain = client->domain,
		.mail_from = client->domain,
		.local_part = client->local_part,
		.helo = client->helo,
		.null_sender = words.domain.s == NULL &&
		    args_value(args, OPTION_MAIL_FROM).n == 0,
		.ips = client->ip.family != IP_NONE ? &client->ip : NULL,
		.nips = client->ip.family != IP_NONE,
	};
	return true;
}

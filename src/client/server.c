#include <string.h>

#include <net/if.h>
#include <netinet/in.h>

#include "client/server.h"

/* The zone after the '%': an interface's name or its index. */
static bool
parse_scope(struct str text, uint32_t *out)
{
	char name[IF_NAMESIZE];

	if (str_u32(text, UINT32_MAX, out))
		return *out > 0;
	if (text.n == 0 || text.n >= sizeof(name) ||
	    str_find(text, '\0') < text.n)
		return false;
	memcpy(name, text.s, text.n);
	name[text.n] = '\0';
	*out = if_nametoindex(name);
	return *out > 0;
}

static bool
parse_address(struct str text, struct server *out)
{
	size_t percent = str_find(text, '%');

	if (!ip_parse(str_to(text, percent), &out->ip))
		return false;
	if (percent == text.n)
		return true;
	return out->ip.family == IP_V6 &&
	    parse_scope(str_from(text, percent + 1), &out->scope);
}

static bool
parse_port(struct str text, uint16_t *out)
{
	uint32_t port;

	if (!str_u32(text, UINT16_MAX, &port) || port == 0)
		return false;
	*out = (uint16_t)port;
	return true;
}

/* "[ADDR]", "[ADDR]:PORT" or "[ADDR]#PORT". */
static bool
parse_bracketed(struct str text, struct server *out)
{
	size_t end = str_find(text, ']');
	struct str rest;

	if (end == text.n ||
	    !parse_address(str_from(str_to(text, end), 1), out))
		return false;
	rest = str_from(text, end + 1);
	if (rest.n == 0)
		return true;
	return (rest.s[0] == ':' || rest.s[0] == '#') &&
	    parse_port(str_from(rest, 1), &out->port);
}

/* Where the port is split off: at a '#', or at the only colon. */
static size_t
find_port(struct str text)
{
	size_t at = str_find(text, '#');

	if (at < text.n)
		return at;
	at = str_find(text, ':');
	if (at < text.n &&
	    str_find(str_from(text, at + 1), ':') + at + 1 < text.n)
		return text.n; /* more than one: an IPv6 address */
	return at;
}

bool
server_parse(struct str text, struct server *out)
{
	struct server server = { 0 };
	size_t at;

	if (str_starts(text, S("["))) {
		if (!parse_bracketed(text, &server))
			return false;
		*out = server;
		return true;
	}
	at = find_port(text);
	if (!parse_address(str_to(text, at), &server))
		return false;
	if (at < text.n && !parse_port(str_from(text, at + 1), &server.port))
		return false;
	*out = server;
	return true;
}

struct str
server_text(struct arena *a, struct server server)
{
	struct str ip = ip_text(a, server.ip);

	if (server.scope > 0)
		return arena_printf(a, "%.*s%%%u#%u", PSTR(ip),
		    (unsigned)server.scope, server.port);
	return arena_printf(a, "%.*s#%u", PSTR(ip), server.port);
}

socklen_t
server_sockaddr(struct server server, struct sockaddr_storage *out)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	memset(out, 0, sizeof(*out));
	if (server.ip.family == IP_V4) {
		v4.sin_port = htons(server.port);
		memcpy(&v4.sin_addr, server.ip.b, 4);
		memcpy(out, &v4, sizeof(v4));
		return sizeof(v4);
	}
	v6.sin6_port = htons(server.port);
	v6.sin6_scope_id = server.scope;
	memcpy(&v6.sin6_addr, server.ip.b, 16);
	memcpy(out, &v6, sizeof(v6));
	return sizeof(v6);
}

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "client/resolvconf.h"

/* Takes the next word, between blanks or tabs, out of rest. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && rest->s[n] != ' ' && rest->s[n] != '\t')
		n++;
	*word = str_to(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0;
}

/* "name:NUMBER"; a number over max counts as max, as in the C library. */
static void
read_number(struct str word, struct str name, unsigned max, unsigned *out)
{
	uint32_t number;

	if (!str_starts(word, name) ||
	    !str_u32(str_from(word, name.n), UINT32_MAX, &number))
		return;
	*out = number < max ? (unsigned)number : max;
}

static void
read_options(struct str rest, struct resolvconf *out)
{
	struct str word;

	while (next_word(&rest, &word)) {
		read_number(word, S("timeout:"), RESOLVCONF_TIMEOUT_MAX,
		    &out->timeout_s);
		read_number(word, S("attempts:"), RESOLVCONF_ATTEMPTS_MAX,
		    &out->attempts);
		if (str_eq(word, S("rotate")))
			out->rotate = true;
	}
}

static void
read_line(struct str line, struct resolvconf *out)
{
	struct server server;
	struct str key, word;

	if (!next_word(&line, &key))
		return;
	if (str_eq(key, S("options"))) {
		read_options(line, out);
		return;
	}
	if (!str_eq(key, S("nameserver")) || !next_word(&line, &word) ||
	    out->nservers == RESOLVCONF_SERVERS_MAX)
		return;
	if (server_parse(word, &server))
		out->servers[out->nservers++] = server;
}

void
resolvconf_parse(struct str text, struct resolvconf *out)
{
	struct str line;

	*out = (struct resolvconf){ 0 };
	while (str_cut(&text, '\n', &line)) {
		if (str_ends(line, S("\r")))
			line = str_to(line, line.n - 1);
		read_line(line, out);
	}
	if (out->nservers == 0)
		server_parse(S("127.0.0.1"), &out->servers[out->nservers++]);
}

void
resolvconf_read(const char *path, struct resolvconf *out)
{
	char *text = mem_new(RESOLVCONF_OCTETS_MAX, 1);
	FILE *file = fopen(path, "r");
	size_t n = 0;

	if (file != NULL) {
		n = fread(text, 1, RESOLVCONF_OCTETS_MAX, file);
		fclose(file);
	}
	resolvconf_parse((struct str){ text, n }, out);
	free(text);
}

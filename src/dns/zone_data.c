#include <string.h>

#include <ldns/ldns.h>

#include "base/buf.h"
#include "base/escape.h"
#include "dns/zone_data.h"

/* RFC 1035 section 3.3: a character-string's length is one octet. */
enum { STRING_MAX = 255 };

static const uint32_t period_max = 0x7fffffff;

struct str
zone_word_text(struct arena *a, struct str word, bool is_hidden)
{
	if (is_hidden)
		return S("a word");
	return arena_printf(a, "'%.*s'", PSTR(escape(a, word)));
}

struct str
zone_no_origin(struct arena *a, struct str name, struct str file)
{
	return arena_printf(a,
	    "nothing completes %.*s: say what zone it is, by $ORIGIN or "
	    "--zone ORIGIN=%.*s",
	    PSTR(name), PSTR(escape(a, file)));
}

static uint32_t
unit_seconds(char unit)
{
	switch (byte_lower(unit)) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	case 'w':
		return 604800;
	default:
		return 0;
	}
}

bool
zone_period(struct str text, uint32_t *seconds)
{
	uint64_t total = 0;
	uint32_t part;

	if (str_u32(text, period_max, seconds))
		return true;
	if (text.n == 0)
		return false;
	while (text.n > 0) {
		size_t digits = 0;

		while (digits < text.n && byte_is_digit(text.s[digits]))
			digits++;
		if (digits == text.n || unit_seconds(text.s[digits]) == 0 ||
		    !str_u32(str_to(text, digits), period_max, &part))
			return false;
		total += (uint64_t)part * unit_seconds(text.s[digits]);
		if (total > period_max)
			return false;
		text = str_from(text, digits + 1);
	}
	*seconds = (uint32_t)total;
	return true;
}

/* The octets that a word stands for: an escape is one (RFC 1035 5.1). */
static size_t
string_octets(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; n++) {
		bool is_escape = text.s[i] == '\\' && i + 1 < text.n;

		if (is_escape && byte_is_digit(text.s[i + 1]))
			i += 4;
		else
			i += is_escape ? 2 : 1;
	}
	return n;
}

/* "p=MIIB": what a comment starts with that was not meant as one. */
static bool
looks_like_tag(struct str comment)
{
	size_t n = 0;

	comment = str_trim(comment);
	while (n < comment.n && byte_is_alnum(comment.s[n]))
		n++;
	return n > 0 && str_starts(str_trim(str_from(comment, n)), S("="));
}

static struct str
word_text(
    struct arena *a, const struct zone_data *data, const struct zone_word *word)
{
	return zone_word_text(a, word->text, data->hides_words);
}

static struct str
check_string(
    struct arena *a, const struct zone_data *data, const struct zone_word *word)
{
	size_t n = string_octets(word->text);

	if (n > STRING_MAX)
		return arena_printf(a,
		    "a string of %zu octets; one holds up to %d: cut it in "
		    "two, \"...\" \"...\", which are joined with nothing "
		    "between",
		    n, STRING_MAX);
	if (!word->quoted && (word->cut || looks_like_tag(word->comment)))
		return arena_printf(a,
		    "the ';' after %.*s starts a comment and cuts the text: "
		    "put the text in quotes",
		    PSTR(word_text(a, data, word)));
	return (struct str){ 0 };
}

static struct str
check_number(struct arena *a, const struct zone_data *data,
    const struct zone_word *word, uint32_t max)
{
	uint32_t value;

	if (str_u32(word->text, max, &value))
		return (struct str){ 0 };
	return arena_printf(a, "%.*s is not a number up to %u",
	    PSTR(word_text(a, data, word)), max);
}

static struct str
check_name(
    struct arena *a, struct zone_data *data, const struct zone_word *word)
{
	struct str text = word_text(a, data, word);

	if (word->quoted)
		return arena_printf(
		    a, "%.*s is a name, and stands without quotes", PSTR(text));
	if (data->origin.n == 0 && !zone_name_is_absolute(word->text)) {
		data->needs_origin = true;
		return zone_no_origin(a, text, data->file);
	}
	return (struct str){ 0 };
}

/* What ldns would let pass; empty if nothing is wrong. */
static struct str
check_word(struct arena *a, struct zone_data *data, size_t i)
{
	const ldns_rr_descriptor *desc = ldns_rr_descript(data->type);
	const struct zone_word *word = &data->words[i];
	uint32_t seconds;

	/* Words beyond are parts of the last field, or superfluous. */
	if (i >= ldns_rr_descriptor_maximum(desc))
		return (struct str){ 0 };
	/* Not without default: ldns has dozens, and most need no check. */
	switch ((int)ldns_rr_descriptor_field_type(desc, i)) {
	case LDNS_RDF_TYPE_STR:
		return check_string(a, data, word);
	case LDNS_RDF_TYPE_INT8:
		return check_number(a, data, word, UINT8_MAX);
	case LDNS_RDF_TYPE_INT16:
		return check_number(a, data, word, UINT16_MAX);
	case LDNS_RDF_TYPE_INT32:
		return check_number(a, data, word, UINT32_MAX);
	case LDNS_RDF_TYPE_DNAME:
		return check_name(a, data, word);
	case LDNS_RDF_TYPE_PERIOD:
		if (!zone_period(word->text, &seconds))
			return arena_printf(a, "%.*s is no period of time",
			    PSTR(word_text(a, data, word)));
		break;
	default:
		break;
	}
	return (struct str){ 0 };
}

static bool
check_words(struct zone_data *data, struct arena *a)
{
	/* RFC 3597 section 5: "\# 4 c0000201" is data of any type. */
	if (data->n > 0 && str_eq(data->words[0].text, S("\\#")))
		return true;
	for (size_t i = 0; i < data->n; i++) {
		struct str reason = check_word(a, data, i);

		if (reason.n > 0) {
			data->reason = reason;
			return false;
		}
	}
	return true;
}

/* The record as one line, with the root as its owner. */
static const char *
one_line(struct arena *a, const struct zone_data *data)
{
	struct buf b = { .a = a };

	buf_printf(&b, ". 0 IN TYPE%u", data->type);
	for (size_t i = 0; i < data->n; i++) {
		const char *quote = data->words[i].quoted ? "\"" : "";

		buf_printf(&b, " %s", quote);
		buf_str(&b, data->words[i].text);
		buf_text(&b, quote);
	}
	buf_byte(&b, '\0');
	return b.s;
}

static ldns_status
parse(struct arena *a, const struct zone_data *data, ldns_rr **rr)
{
	ldns_rdf *origin = NULL;
	ldns_status status;

	if (data->origin.n > 0)
		origin = ldns_rdf_new_frm_data(
		    LDNS_RDF_TYPE_DNAME, data->origin.n, data->origin.wire);
	status = ldns_rr_new_frm_str(rr, one_line(a, data), 0, origin, NULL);
	ldns_rdf_deep_free(origin);
	return status;
}

/* The data in wire form, its names in lower case; false if it is too long. */
static bool
take_data(struct arena *keep, const ldns_rr *rr, struct record *out)
{
	unsigned char *data;
	size_t n = 0;

	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++)
		n += ldns_rdf_size(ldns_rr_rdf(rr, i));
	if (n > UINT16_MAX)
		return false;
	data = arena_alloc(keep, n, 1);
	out->data = data;
	out->n = (uint16_t)n;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		ldns_rdf *rdf = ldns_rr_rdf(rr, i);

		if (ldns_rdf_get_type(rdf) == LDNS_RDF_TYPE_DNAME)
			ldns_dname2canonical(rdf);
		memcpy(data, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		data += ldns_rdf_size(rdf);
	}
	return true;
}

static struct str
explain(struct arena *a, uint16_t type, ldns_status status)
{
	struct str name = type_text(a, type);

	switch ((int)status) {
	case LDNS_STATUS_SYNTAX_MISSING_VALUE_ERR:
		return arena_printf(
		    a, "a part of the %.*s data is missing", PSTR(name));
	case LDNS_STATUS_SYNTAX_SUPERFLUOUS_TEXT_ERR:
		return arena_printf(
		    a, "text follows the %.*s data", PSTR(name));
	default:
		return arena_printf(a, "this is no %.*s data", PSTR(name));
	}
}

bool
zone_data_read(struct zone_data *data, struct arena *a, struct arena *keep,
    struct record *out)
{
	struct record r = { .type = data->type };
	ldns_rr *rr = NULL;
	ldns_status status;
	bool ok;

	if (!check_words(data, a))
		return false;
	status = parse(a, data, &rr);
	ok = status == LDNS_STATUS_OK && take_data(keep, rr, &r) &&
	    record_is_legal(&r);
	ldns_rr_free(rr);
	if (!ok) {
		data->reason = explain(a, data->type, status);
		return false;
	}
	r.ttl = out->ttl;
	*out = r;
	return true;
}

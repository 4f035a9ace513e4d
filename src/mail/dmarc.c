#include "mail/dmarc.h"
#include "base/buf.h"
#include "mail/taglist.h"

static const char *const policy_names[] = {
	[DMARC_ABSENT] = "absent",
	[DMARC_NONE] = "none",
	[DMARC_QUARANTINE] = "quarantine",
	[DMARC_REJECT] = "reject",
};

bool
dmarc_is_record(struct str text)
{
	/* The "v" is an ABNF literal, which has no case; DMARC1 has. */
	size_t equals = str_find(text, '=');
	struct str name = str_to(text, equals), value;

	if (name.n == 0 || byte_lower(name.s[0]) != 'v' ||
	    str_trim(str_from(name, 1)).n > 0)
		return false;
	value = str_from(text, equals + 1);
	return str_eq(
	    str_trim(str_to(value, str_find(value, ';'))), S("DMARC1"));
}

bool
dmarc_is_near_miss(struct arena *a, struct str text, struct str *meant)
{
	static const struct str start = STR("v=dmarc1");
	struct buf rest = { .a = a };
	size_t seen = 0, i = 0;

	if (dmarc_is_record(text))
		return false;
	/* The start, whatever its case and whatever stands in between. */
	for (; i < text.n && seen < start.n; i++) {
		char c = text.s[i];

		if (byte_lower(c) == start.s[seen])
			seen++;
		else if (byte_is_alnum(c) || c == ';')
			return false;
	}
	if (seen < start.n)
		return false;
	for (; i < text.n; i++)
		if (text.s[i] != '"' && text.s[i] != '\\')
			buf_byte(&rest, text.s[i]);
	*meant = str_trim(buf_view(&rest));
	*meant = arena_printf(a, "v=DMARC1%s%.*s",
	    meant->n > 0 && meant->s[0] != ';' ? "; " : "", PSTR(*meant));
	return dmarc_is_record(*meant);
}

static void
add_fault(struct dmarc_record *r, const char *what, struct str part)
{
	if (r->nfaults == DMARC_MAX_FAULTS)
		return;
	r->faults[r->nfaults++] = (struct dmarc_fault){
		.what = what,
		.at = part.s == NULL ? 0 : (size_t)(part.s - r->text.s),
		.n = part.n,
	};
}

static bool
read_policy(struct dmarc_record *r, struct str value, enum dmarc_policy *out)
{
	for (enum dmarc_policy p = DMARC_NONE; p <= DMARC_REJECT; p++)
		if (str_eq_nocase(value, str_of(policy_names[p]))) {
			*out = p;
			return true;
		}
	r->bad_policy = true;
	return false;
}

static bool
read_mode(struct str value, bool *strict)
{
	*strict = str_eq_nocase(value, S("s"));
	return *strict || str_eq_nocase(value, S("r"));
}

static bool
read_psd(struct str value, enum dmarc_psd *psd)
{
	*psd = str_eq_nocase(value, S("y")) ? DMARC_PSD_YES
	    : str_eq_nocase(value, S("n"))  ? DMARC_PSD_NO
					    : DMARC_PSD_UNSET;
	return *psd != DMARC_PSD_UNSET || str_eq_nocase(value, S("u"));
}

static bool
read_testing(struct str value, bool *testing)
{
	*testing = str_eq_nocase(value, S("y"));
	return *testing || str_eq_nocase(value, S("n"));
}

/* At most one of 0 and 1, and each of d and s at most once. */
static bool
is_fo(struct str value)
{
	unsigned outcome = 0, d = 0, s = 0, other = 0;
	struct str part;

	while (str_cut(&value, ':', &part)) {
		part = str_trim(part);
		if (str_eq(part, S("0")) || str_eq(part, S("1")))
			outcome++;
		else if (str_eq_nocase(part, S("d")))
			d++;
		else if (str_eq_nocase(part, S("s")))
			s++;
		else
			other++;
	}
	return other == 0 && outcome <= 1 && d <= 1 && s <= 1;
}

/* What stands behind "!": digits and a unit (RFC 7489 section 6.4). */
static bool
is_size(struct str s)
{
	uint32_t number;

	if (s.n > 0 && byte_is_alpha(s.s[s.n - 1])) {
		if (str_find(S("kmgt"), byte_lower(s.s[s.n - 1])) == 4)
			return false;
		s.n--;
	}
	return str_u32(s, UINT32_MAX, &number);
}

/* One report address.  NULL, or what is wrong with it; an address that is
 * none, but nothing that is wrong either, has no host. */
static const char *
read_uri(struct arena *a, struct dmarc_record *r, struct str text,
    struct dmarc_uri *out)
{
	size_t bang = str_find(text, '!'), colon = str_find(text, ':'), at;
	struct str address;

	*out = (struct dmarc_uri){ .text = str_to(text, bang) };
	if (bang < text.n) {
		if (!is_size(str_from(text, bang + 1)))
			return "a \"!\" in an address must be written %21";
		r->has_size_limit = true;
	}
	if (colon >= bang)
		return str_find(text, '@') < text.n
		    ? "a report address lacks \"mailto:\""
		    : "a report address is no URI";
	if (!str_eq_nocase(str_to(text, colon), S("mailto")))
		return NULL; /* receivers ignore schemes they don't know */
	address = str_from(out->text, colon + 1);
	address = str_to(address, str_find(address, '?'));
	at = str_find(address, '@');
	if (at == 0 || at == address.n || str_find(address, ' ') < address.n ||
	    !name_from_labels(a, str_from(address, at + 1), &out->host) ||
	    out->host.n <= 1)
		return "a report address is no mail address";
	return NULL;
}

static void
read_uris(struct arena *a, struct dmarc_record *r, struct str value,
    struct dmarc_uris *uris)
{
	struct str part;

	while (str_cut(&value, ',', &part)) {
		struct dmarc_uri uri;
		const char *what;

		part = str_trim(part);
		what = read_uri(a, r, part, &uri);
		if (what != NULL)
			add_fault(r, what, part);
		else if (uri.host.n > 0 && uris->n < DMARC_MAX_URIS)
			uris->at[uris->n++] = uri;
	}
}

/* False for a value that the tag does not have. */
static bool
read_tag(struct arena *a, struct dmarc_record *r, const struct tag *tag)
{
	struct str name = tag->name, value = tag->value;

	if (str_eq(name, S("p")))
		return read_policy(r, value, &r->p);
	if (str_eq(name, S("sp")))
		return read_policy(r, value, &r->sp);
	if (str_eq(name, S("np")))
		return read_policy(r, value, &r->np);
	if (str_eq(name, S("adkim")))
		return read_mode(value, &r->strict_dkim);
	if (str_eq(name, S("aspf")))
		return read_mode(value, &r->strict_spf);
	if (str_eq(name, S("t")))
		return read_testing(value, &r->testing);
	if (str_eq(name, S("psd")))
		return read_psd(value, &r->psd);
	if (str_eq(name, S("fo")))
		return is_fo(value);
	if (str_eq(name, S("rua")))
		read_uris(a, r, value, &r->rua);
	else if (str_eq(name, S("ruf")))
		read_uris(a, r, value, &r->ruf);
	else if (str_eq(name, S("pct")))
		r->pct = value;
	else if (str_eq(name, S("rf")))
		r->rf = value;
	else if (str_eq(name, S("ri")))
		r->ri = value;
	return true; /* unknown tags are ignored */
}

/* A tag that would be known in lower case. */
static bool
has_wrong_case(struct str name)
{
	static const struct str known[] = { STR("p"), STR("sp"), STR("np"),
		STR("adkim"), STR("aspf"), STR("t"), STR("psd"), STR("fo"),
		STR("rua"), STR("ruf") };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq_nocase(name, known[i]))
			return !str_eq(name, known[i]);
	return false;
}

static void
read_tags(struct arena *a, struct dmarc_record *r)
{
	struct taglist list = { .text = r->text };
	struct tag tag;

	for (;;) {
		if (!taglist_next(&list, &tag)) {
			if (list.err == TAGLIST_OK)
				return;
			add_fault(r, taglist_err_text(list.err),
			    str_to(str_from(r->text, list.at), list.n));
			if (!taglist_skip(&list))
				return;
			continue;
		}
		if (list.nnames == 1)
			continue; /* v= */
		if (has_wrong_case(tag.name))
			add_fault(r, "the tag's name must be in lower case",
			    tag.name);
		else if (!read_tag(a, r, &tag))
			add_fault(r, "the tag has no such value", tag.value);
	}
}

struct dmarc_record
dmarc_read(struct arena *a, struct str text)
{
	struct dmarc_record r = { .text = text };

	read_tags(a, &r);
	if (r.p == DMARC_ABSENT && !r.bad_policy)
		add_fault(&r, "there is no p= tag", str_from(text, text.n));
	if (r.p == DMARC_ABSENT || r.bad_policy)
		r.use = r.rua.n > 0 ? DMARC_AS_NONE : DMARC_IGNORED;
	return r;
}

enum dmarc_policy
dmarc_policy_for(const struct dmarc_record *record, enum dmarc_target target)
{
	if (record->use != DMARC_APPLIES)
		return record->use == DMARC_AS_NONE ? DMARC_NONE : DMARC_ABSENT;
	if (target == DMARC_NONEXISTENT && record->np != DMARC_ABSENT)
		return record->np;
	if (target != DMARC_OWN && record->sp != DMARC_ABSENT)
		return record->sp;
	return record->p;
}

enum dmarc_policy
dmarc_policy_applied(const struct dmarc_record *record, enum dmarc_policy p)
{
	if (!record->testing || p <= DMARC_NONE)
		return p;
	return p == DMARC_REJECT ? DMARC_QUARANTINE : DMARC_NONE;
}

const char *
dmarc_policy_text(enum dmarc_policy policy)
{
	return policy_names[policy];
}

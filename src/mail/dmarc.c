#include "mail/dmarc.h"
#include "mail/dmarc_tag.h"
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

/* Of too many faults, those that lose the policy are kept. */
static void
add_fault(
    struct dmarc_record *r, const char *what, struct str part, bool is_harmless)
{
	struct dmarc_fault *last = &r->faults[DMARC_MAX_FAULTS - 1];

	if (r->nfaults < DMARC_MAX_FAULTS)
		last = &r->faults[r->nfaults++];
	else if (is_harmless || !last->is_harmless)
		return;
	*last = (struct dmarc_fault){
		.what = what,
		.at = part.s == NULL ? 0 : (size_t)(part.s - r->text.s),
		.n = part.n,
		.is_harmless = is_harmless,
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

static void
read_uris(struct arena *a, struct dmarc_record *r, struct str value,
    struct dmarc_uris *uris)
{
	struct str part;

	if (value.n == 0)
		return;
	while (str_cut(&value, ',', &part)) {
		struct dmarc_uri uri;
		const char *what;

		part = str_trim(part);
		what = dmarc_read_uri(a, part, &uri, &r->has_size_limit);
		if (what != NULL)
			add_fault(r, what, part, true);
		else if (uri.host.n > 0 && uris->n < DMARC_MAX_URIS)
			uris->at[uris->n++] = uri;
	}
}

/* RFC 7489 section 6.3: a number of percent, or of seconds. */
static bool
read_number(struct str value, uint32_t max, struct str *out)
{
	uint32_t number;

	if (!str_u32(value, max, &number))
		return false;
	*out = value;
	return true;
}

/* Colons between formats, of which afrf alone was in use. */
static bool
read_formats(struct str value, struct str *out)
{
	struct str rest = value, part;

	while (str_cut(&rest, ':', &part))
		if (!str_eq_nocase(str_trim(part), S("afrf")) &&
		    !str_eq_nocase(str_trim(part), S("iodef")))
			return false;
	*out = value;
	return true;
}

/* False for a value that the tag does not have. */
static bool
read_value(struct arena *a, struct dmarc_record *r, enum dmarc_tag tag,
    struct str value)
{
	switch (tag) {
	case DMARC_TAG_P:
		return read_policy(r, value, &r->p);
	case DMARC_TAG_SP:
		return read_policy(r, value, &r->sp);
	case DMARC_TAG_NP:
		return read_policy(r, value, &r->np);
	case DMARC_TAG_ADKIM:
		return read_mode(value, &r->strict_dkim);
	case DMARC_TAG_ASPF:
		return read_mode(value, &r->strict_spf);
	case DMARC_TAG_T:
		return read_testing(value, &r->testing);
	case DMARC_TAG_PSD:
		return read_psd(value, &r->psd);
	case DMARC_TAG_FO:
		return is_fo(value);
	case DMARC_TAG_RUA:
		read_uris(a, r, value, &r->rua);
		return true;
	case DMARC_TAG_RUF:
		read_uris(a, r, value, &r->ruf);
		return true;
	case DMARC_TAG_PCT:
		return read_number(value, 100, &r->pct);
	case DMARC_TAG_RF:
		return read_formats(value, &r->rf);
	case DMARC_TAG_RI:
		return read_number(value, UINT32_MAX, &r->ri);
	case DMARC_TAG_V:
	case DMARC_TAG_UNKNOWN:
		break;
	}
	return true;
}

/* Receivers read names in any case, RFC 9989's grammar only in lower case. */
static void
read_tag(
    struct arena *a, struct dmarc_record *r, const struct tag *read, bool *seen)
{
	enum dmarc_tag tag = dmarc_tag_of(read->name);
	struct str whole = { read->name.s,
		(size_t)(read->value.s + read->value.n - read->name.s) };

	if (tag == DMARC_TAG_UNKNOWN) {
		add_fault(r, "there is no such tag, and receivers ignore it",
		    read->name, true);
		return;
	}
	if (seen[tag]) {
		add_fault(
		    r, taglist_err_text(TAGLIST_REPEATED), read->name, false);
		return;
	}
	seen[tag] = true;
	if (!str_eq(read->name, dmarc_tag_name(tag)))
		add_fault(r, "the tag's name must be in lower case", read->name,
		    true);
	if (read->value.n == 0)
		add_fault(r, "a tag is empty", whole, !dmarc_tag_decides(tag));
	if (!read_value(a, r, tag, read->value) && read->value.n > 0)
		add_fault(r, "a tag has no such value", whole,
		    !dmarc_tag_decides(tag));
}

/* The name that what stands between two semicolons begins with. */
static struct str
name_meant(struct str part)
{
	size_t n = 0;

	while (part.n > 0 && !byte_is_alpha(part.s[0]))
		part = str_from(part, 1);
	while (n < part.n && byte_is_alpha(part.s[n]))
		n++;
	return str_to(part, n);
}

static bool
is_address(struct str part)
{
	return str_starts_nocase(part, S("mailto:")) ||
	    (str_find(part, '@') < part.n && str_find(part, '=') == part.n);
}

/* What the list's reader cannot read; a policy may be lost with it.  A tag
 * that stands twice may cost the whole record. */
static void
add_list_fault(struct dmarc_record *r, const struct taglist *list)
{
	struct str part = str_to(str_from(r->text, list->at), list->n);
	struct str before = str_to(r->text, list->at), whole = part;
	size_t start = str_find_last(before, ';');
	bool decides;

	if (start < before.n)
		whole =
		    str_from(str_to(r->text, list->at + list->n), start + 1);
	decides = list->err == TAGLIST_REPEATED ||
	    list->err == TAGLIST_TOO_MANY ||
	    dmarc_tag_decides(dmarc_tag_of(name_meant(whole)));
	add_fault(r,
	    list->err == TAGLIST_NO_EQUALS && is_address(str_trim(part))
		? "report addresses are separated by commas, not semicolons"
		: taglist_err_text(list->err),
	    part, !decides);
}

static void
read_tags(struct arena *a, struct dmarc_record *r)
{
	struct taglist list = { .text = r->text };
	bool seen[DMARC_TAG_UNKNOWN] = { false };
	struct tag tag;

	for (;;) {
		if (taglist_next(&list, &tag)) {
			if (list.nnames > 1) /* behind v= */
				read_tag(a, r, &tag, seen);
			continue;
		}
		if (list.err == TAGLIST_OK)
			return;
		add_list_fault(r, &list);
		if (!taglist_skip(&list))
			return;
	}
}

struct dmarc_record
dmarc_read(struct arena *a, struct str text)
{
	struct dmarc_record r = { .text = text };

	read_tags(a, &r);
	if (r.p == DMARC_ABSENT && !r.bad_policy)
		add_fault(
		    &r, "there is no p= tag", str_from(text, text.n), false);
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

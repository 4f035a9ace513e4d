#include <string.h>

#include "base/buf.h"
#include "fix/record_set.h"

static struct str
published_text(struct arena *a, const struct record *r)
{
	return r->type == TYPE_TXT || r->type == TYPE_SPF ? record_joined(a, r)
							  : record_text(a, r);
}

/* The alias that the name is in the answer's chain, if it is one. */
static bool
alias_of(const struct answer *answer, struct name name, struct name *target)
{
	struct name at = answer->question.name;

	for (size_t i = 0; i < answer->ncnames; i++) {
		if (name_eq(at, name)) {
			*target = answer->cnames[i];
			return true;
		}
		at = answer->cnames[i];
	}
	return false;
}

struct set_value *
record_set_published(struct arena *a, const struct record_set *set, size_t *n)
{
	const struct answer *answer = set->answer;
	struct set_value *values;
	struct name target;

	*n = 0;
	/* Beside an alias nothing else is there. */
	if ((set->type == TYPE_CNAME) != alias_of(answer, set->name, &target))
		return NULL;
	if (set->type == TYPE_CNAME) {
		values = arena_new(a, struct set_value);
		values->text = name_text(a, target);
		*n = 1;
		return values;
	}
	values = arena_array(a, answer->n, struct set_value);
	for (size_t i = 0; i < answer->n; i++)
		values[i] = (struct set_value){
			published_text(a, &answer->records[i]),
			&answer->records[i],
		};
	*n = answer->n;
	return values;
}

struct record_set *
record_set_find(const struct record_sets *sets, struct name name, uint16_t type)
{
	struct record_set *set = sets->first;

	while (set != NULL && (set->type != type || !name_eq(set->name, name)))
		set = set->next;
	return set;
}

struct record_set *
record_set_of(struct record_sets *sets, struct name name, uint16_t type,
    const struct answer *answer)
{
	struct record_set *set = record_set_find(sets, name, type), **end;

	if (set != NULL)
		return set;
	set = arena_new(sets->a, struct record_set);
	name_from_wire(sets->a, name.wire, name.n, &set->name);
	set->type = type;
	set->answer = answer;
	set->values = record_set_published(sets->a, set, &set->n);
	set->cap = set->n;
	for (end = &sets->first; *end != NULL; end = &(*end)->next)
		;
	*end = set;
	return set;
}

size_t
record_set_at(const struct record_set *set, struct str text)
{
	size_t at = 0;

	while (at < set->n && !str_eq(set->values[at].text, text))
		at++;
	return at;
}

void
record_set_add(
    struct record_sets *sets, struct record_set *set, struct str text)
{
	if (record_set_at(set, text) < set->n)
		return;
	if (set->n == set->cap) {
		struct set_value *more =
		    arena_array(sets->a, set->cap + 4, struct set_value);

		if (set->n > 0)
			memcpy(more, set->values, set->n * sizeof(*more));
		set->values = more;
		set->cap += 4;
	}
	set->values[set->n++] =
	    (struct set_value){ arena_str(sets->a, text), NULL };
}

void
record_set_remove(struct record_set *set, size_t at)
{
	set->n--;
	memmove(&set->values[at], &set->values[at + 1],
	    (set->n - at) * sizeof(*set->values));
}

void
record_set_replace(struct record_sets *sets, struct record_set *set, size_t at,
    struct str text)
{
	if (record_set_at(set, text) < set->n)
		record_set_remove(set, at);
	else
		set->values[at] =
		    (struct set_value){ arena_str(sets->a, text), NULL };
}

bool
record_set_is_changed(struct arena *a, const struct record_set *set)
{
	size_t n;
	const struct set_value *old = record_set_published(a, set, &n);

	if (n != set->n)
		return true;
	for (size_t i = 0; i < n; i++)
		if (record_set_at(set, old[i].text) == set->n)
			return true;
	return false;
}

enum { STRING_MAX = 255, DATA_MAX = 65535 }; /* RFC 1035 sections 3.3, 3.2.1 */

static bool
put_strings(struct buf *b, struct str text)
{
	do {
		struct str part = str_to(text, STRING_MAX);

		buf_byte(b, (char)(unsigned char)part.n);
		buf_str(b, part);
		text = str_from(text, STRING_MAX);
	} while (text.n > 0 && b->n <= DATA_MAX);
	return b->n <= DATA_MAX;
}

static bool
put_name(struct arena *a, struct buf *b, struct str text)
{
	struct name name;

	if (!name_parse(a, text, &name))
		return false;
	buf_str(b, (struct str){ (const char *)name.wire, name.n });
	return true;
}

static bool
put_ip(struct buf *b, struct str text, enum ip_family family)
{
	struct ip ip;

	if (!ip_parse(text, &ip) || ip.family != family)
		return false;
	buf_str(
	    b, (struct str){ (const char *)ip.b, family == IP_V4 ? 4 : 16 });
	return true;
}

static bool
put_mx(struct arena *a, struct buf *b, struct str text)
{
	struct str preference;
	uint32_t n;

	if (!str_cut(&text, ' ', &preference) ||
	    !str_u32(preference, UINT16_MAX, &n))
		return false;
	buf_byte(b, (char)(unsigned char)(n >> 8));
	buf_byte(b, (char)(unsigned char)n);
	return put_name(a, b, text);
}

bool
record_set_data(struct arena *a, uint16_t type, struct str text, uint32_t ttl,
    struct record *out)
{
	struct buf b = { .a = a };
	bool ok = false;

	switch (type) {
	case TYPE_A:
		ok = put_ip(&b, text, IP_V4);
		break;
	case TYPE_AAAA:
		ok = put_ip(&b, text, IP_V6);
		break;
	case TYPE_TXT:
	case TYPE_SPF:
		ok = put_strings(&b, text);
		break;
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_NS:
		ok = put_name(a, &b, text);
		break;
	case TYPE_MX:
		ok = put_mx(a, &b, text);
		break;
	default:
		break;
	}
	if (ok)
		*out = (struct record){
			.type = type,
			.n = (uint16_t)b.n,
			.ttl = ttl,
			.data = (const unsigned char *)b.s,
		};
	return ok;
}

struct str
record_set_text(struct arena *a, uint16_t type, const struct set_value *value)
{
	struct record made;

	if (value->published != NULL)
		return record_text(a, value->published);
	if (!record_set_data(a, type, value->text, 0, &made))
		return value->text;
	return record_text(a, &made);
}

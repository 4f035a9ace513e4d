#include "fix/script.h"

#include "unit.h"

/* A change of one set, by its values in presentation format. */
struct row {
	const char *name;
	uint16_t type;
	enum change_by by;
	const char *old[3], *new[3];
};

static const struct row rows[] = {
	{ "mail.example.com", TYPE_CNAME, BY_ZONE, { "x.example.net." },
	    { NULL } },
	{ "mail.example.com", TYPE_A, BY_ZONE, { NULL }, { "192.0.2.1" } },
	{ "example.com", TYPE_TXT, BY_ZONE,
	    { "\"tok-1\"", "\"v=spf1 exists:%{i}.x.example -all\"" },
	    { "\"tok-1\"",
		"\"v=spf1 ip4:192.0.2.1 exists:%{i}.x.example -all\"" } },
	{ "a\\\"b.example.net", TYPE_TXT, BY_ZONE, { NULL },
	    { "\"x\\\"y\\\\z\\195\\188\" \"${w}\"" } },
	{ "1.2.0.192.in-addr.arpa", TYPE_PTR, BY_PROVIDER, { NULL },
	    { "mail.example.com." } },
};

static size_t
fill(struct arena *a, struct change_value **out, const char *const texts[3])
{
	size_t n = 0;

	*out = arena_array(a, 3, struct change_value);
	while (n < 3 && texts[n] != NULL) {
		(*out)[n].text = (*out)[n].zone = str_of(texts[n]);
		n++;
	}
	return n;
}

static void
make_change(struct arena *a, const struct row *row, struct change *c)
{
	ck_assert(name_parse(a, str_of(row->name), &c->name));
	c->type = row->type;
	c->by = row->by;
	c->ttl = 300;
	c->nold = fill(a, &c->old, row->old);
	c->nnew = fill(a, &c->new, row->new);
	c->action = c->nold == 0 ? CHANGE_CREATE
	    : c->nnew == 0       ? CHANGE_DELETE
				 : CHANGE_REPLACE;
	for (size_t i = 0; i < c->nold; i++)
		for (size_t j = 0; j < c->nnew; j++)
			if (str_eq(c->old[i].text, c->new[j].text))
				c->old[i].stays = true;
	if (row->type != TYPE_PTR)
		ck_assert(name_parse(a,
		    str_ends(str_of(row->name), S("net")) ? S("example.net")
							  : S("example.com"),
		    &c->zone));
}

static const struct changes *
make_changes(struct arena *a)
{
	struct changes *changes = arena_new(a, struct changes);
	struct change *all = arena_array(a, LENGTH(rows), struct change);
	struct remark *remark = arena_new(a, struct remark);

	for (size_t i = LENGTH(rows); i > 0; i--) {
		make_change(a, &rows[i - 1], &all[i - 1]);
		all[i - 1].next = changes->first;
		changes->first = &all[i - 1];
	}
	changes->n = LENGTH(rows);
	remark->id = FINDING_SPF_FAIL;
	ck_assert(name_parse(a, S("u1.example.org"), &remark->name));
	remark->type = TYPE_TXT;
	remark->why = S("the name is somebody else's");
	changes->remarks = remark;
	return changes;
}

static const struct {
	enum script_id id;
	const char *text;
} scripts[] = {
	{ SCRIPT_ZONE,
	    "; was: mail.example.com. 300 IN CNAME x.example.net.\n"
	    "mail.example.com. 300 IN A 192.0.2.1\n"
	    "; was: example.com. 300 IN TXT "
	    "\"v=spf1 exists:%{i}.x.example -all\"\n"
	    "example.com. 300 IN TXT \"tok-1\"\n"
	    "example.com. 300 IN TXT "
	    "\"v=spf1 ip4:192.0.2.1 exists:%{i}.x.example -all\"\n"
	    "a\\\"b.example.net. 300 IN TXT "
	    "\"x\\\"y\\\\z\\195\\188\" \"${w}\"\n"
	    "; With the provider of the address: 1.2.0.192.in-addr.arpa. 300 "
	    "IN PTR mail.example.com.\n"
	    "; Left out: u1.example.org. TXT for spf.fail: the name is "
	    "somebody else's.\n" },
	{ SCRIPT_NSUPDATE,
	    "zone example.com.\n"
	    "prereq yxrrset mail.example.com. IN CNAME x.example.net.\n"
	    "prereq nxrrset mail.example.com. A\n"
	    "prereq yxrrset example.com. IN TXT \"tok-1\"\n"
	    "prereq yxrrset example.com. IN TXT "
	    "\"v=spf1 exists:%{i}.x.example -all\"\n"
	    "update delete mail.example.com. CNAME\n"
	    "update add mail.example.com. 300 IN A 192.0.2.1\n"
	    "update delete example.com. TXT\n"
	    "update add example.com. 300 IN TXT \"tok-1\"\n"
	    "update add example.com. 300 IN TXT "
	    "\"v=spf1 ip4:192.0.2.1 exists:%{i}.x.example -all\"\n"
	    "send\n"
	    "zone example.net.\n"
	    "prereq nxrrset a\\\"b.example.net. TXT\n"
	    "update add a\\\"b.example.net. 300 IN TXT "
	    "\"x\\\"y\\\\z\\195\\188\" \"${w}\"\n"
	    "send\n"
	    "; With the provider of the address: 1.2.0.192.in-addr.arpa. 300 "
	    "IN PTR mail.example.com.\n"
	    "; Left out: u1.example.org. TXT for spf.fail: the name is "
	    "somebody else's.\n" },
};

START_TEST(writes)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };

	script_info[scripts[_i].id].write(&out, make_changes(&a));
	buf_byte(&out, '\0');
	ck_assert_str_eq(out.s, scripts[_i].text);
	arena_free(&a);
}
END_TEST

/* Parts that are easily wrong. */
static const struct {
	enum script_id id;
	const char *part;
} parts[] = {
	{ SCRIPT_ROUTE53, "\"Action\": \"DELETE\"" },
	{ SCRIPT_ROUTE53, "{ \"Value\": \"\\\"tok-1\\\"\" },\n" },
	{ SCRIPT_ROUTE53,
	    "{ \"Value\": \"\\\"x\\\\\\\"y\\\\\\\\z\\\\303\\\\274\\\" "
	    "\\\"${w}\\\"\" }\n" },
	{ SCRIPT_TERRAFORM,
	    "resource \"aws_route53_record\" "
	    "\"mail_example_com_a\" {\n" },
	{ SCRIPT_TERRAFORM,
	    "    \"v=spf1 ip4:192.0.2.1 exists:%%{i}.x.example -all\",\n" },
	{ SCRIPT_TERRAFORM,
	    "    \"x\\\\\\\"y\\\\\\\\z\\\\303\\\\274\\\" \\\"$${w}\",\n" },
	{ SCRIPT_TERRAFORM, "  allow_overwrite = true\n" },
	{ SCRIPT_TERRAFORM,
	    "# To be removed: mail.example.com. 300 IN CNAME "
	    "x.example.net.\n" },
	{ SCRIPT_TERRAFORM, "# With the provider of the address: " },
};

START_TEST(writes_parts)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };
	struct str part = str_of(parts[_i].part);

	script_info[parts[_i].id].write(&out, make_changes(&a));
	ck_assert_msg(str_search(buf_view(&out), part) < out.n, "%s\n%.*s",
	    parts[_i].part, PSTR(buf_view(&out)));
	arena_free(&a);
}
END_TEST

START_TEST(knows_names)
{
	ck_assert(script_by_name(S("zone")) == SCRIPT_ZONE);
	ck_assert(script_by_name(S("terraform")) == SCRIPT_TERRAFORM);
	ck_assert(script_by_name(S("zones")) == SCRIPT_COUNT);
}
END_TEST

Suite *
script_suite(void)
{
	Suite *s = suite_create("script");
	TCase *tc = tcase_create("script");

	tcase_add_loop_test(tc, writes, 0, LENGTH(scripts));
	tcase_add_loop_test(tc, writes_parts, 0, LENGTH(parts));
	tcase_add_test(tc, knows_names);
	suite_add_tcase(s, tc);
	return s;
}

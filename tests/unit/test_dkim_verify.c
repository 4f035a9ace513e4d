#include <stdio.h>

#include "mail/dkim_key.h"
#include "mail/dkim_verify.h"

#include "unit.h"

/* RFC 8463 appendix A.3: one message, signed with both kinds of keys. */
#define ED25519_SIGNATURE                                                 \
	"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"   \
	" d=football.example.com; i=@football.example.com;\r\n"           \
	" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"         \
	" subject : date : message-id : from : subject : date;\r\n"       \
	" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"           \
	" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n" \
	" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
#define RSA_SIGNATURE                                                     \
	"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"       \
	" d=football.example.com; i=@football.example.com;\r\n"           \
	" q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"   \
	" date : message-id : from : subject : date;\r\n"                 \
	" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"           \
	" b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n" \
	" DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n" \
	" dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
#define FIELDS                                             \
	"From: Joe SixPack <joe@football.example.com>\r\n" \
	"To: Suzie Q <suzie@shopping.example.net>\r\n"     \
	"Subject: Is dinner ready?\r\n"                    \
	"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"  \
	"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
#define BODY "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"

#define ED25519_KEY \
	"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
#define RSA_KEY                                                                \
	"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR" \
	"iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutA" \
	"CDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2Ee" \
	"C3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"

static const struct {
	const char *label;
	const char *signature, *fields, *body;
	const char *key;
	enum dkim_verdict want;
} cases[] = {
	{ "Ed25519", ED25519_SIGNATURE, FIELDS, BODY, ED25519_KEY,
	    DKIM_VERIFIES },
	{ "RSA", RSA_SIGNATURE, FIELDS, BODY, RSA_KEY, DKIM_VERIFIES },
	{ "another signature above", ED25519_SIGNATURE, RSA_SIGNATURE FIELDS,
	    BODY, ED25519_KEY, DKIM_VERIFIES },
	{ "more empty lines at the end", RSA_SIGNATURE, FIELDS, BODY "\r\n\r\n",
	    RSA_KEY, DKIM_VERIFIES },
	{ "LF alone", RSA_SIGNATURE, FIELDS,
	    "Hi.\n\nWe lost the game.  Are you hungry yet?\n\nJoe.\n", RSA_KEY,
	    DKIM_VERIFIES },
	{ "fewer blanks in a line", RSA_SIGNATURE, FIELDS,
	    "Hi. \r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.",
	    RSA_KEY, DKIM_VERIFIES },
	{ "a field that is not signed", RSA_SIGNATURE, "X-Spam: no\r\n" FIELDS,
	    BODY, RSA_KEY, DKIM_VERIFIES },
	{ "a word of the body", RSA_SIGNATURE, FIELDS,
	    "Hi.\r\n\r\nWe won the game.  Are you hungry yet?\r\n\r\nJoe.\r\n",
	    RSA_KEY, DKIM_OTHER_BODY },
	{ "a line less", RSA_SIGNATURE, FIELDS,
	    "Hi.\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n",
	    RSA_KEY, DKIM_OTHER_BODY },
	{ "no body", RSA_SIGNATURE, FIELDS, "", RSA_KEY, DKIM_OTHER_BODY },
	{ "another subject", RSA_SIGNATURE, FIELDS "Subject: x\r\n", BODY,
	    RSA_KEY, DKIM_OTHER_HEADER },
	{ "a From that was signed as absent", RSA_SIGNATURE,
	    "From: eve@example.net\r\n" FIELDS, BODY, RSA_KEY,
	    DKIM_OTHER_HEADER },
	{ "a key of the other type", RSA_SIGNATURE, FIELDS, BODY, ED25519_KEY,
	    DKIM_OTHER_ALGORITHM },
};

/* The whole message in pieces of some octets. */
static enum dkim_verdict
verify(struct arena *a, const char *text, const char *key_text, size_t piece)
{
	struct dkim_key key = dkim_key_read(a, str_of(key_text));
	struct str rest = str_of(text), hash;
	struct buf body = { .a = a };
	struct dkim_body_hash bodies;
	const struct message_field *field;
	struct dkim_signature signature;
	struct message_reader r;
	struct message_head head;

	message_begin(&r, a);
	while (r.state == MESSAGE_IN_HEAD && rest.n > 0) {
		struct str part = str_to(rest, piece);
		size_t n = part.n;

		message_take_head(&r, &part);
		rest = str_from(rest, n - part.n);
	}
	head = message_fields(&r);
	field = message_find(&head, S("dkim-signature"), 0);
	ck_assert_ptr_nonnull(field);
	signature = dkim_signature_read(a, field->value);
	ck_assert_int_eq(signature.fault, DKIM_SIGNATURE_SOUND);
	dkim_body_hash_begin(&bodies, a, &signature);
	for (; rest.n > 0; rest = str_from(rest, piece)) {
		message_take_body(&r, str_to(rest, piece), &body);
		dkim_body_hash_add(&bodies, buf_view(&body));
	}
	message_take_body(&r, S(""), &body);
	dkim_body_hash_add(&bodies, buf_view(&body));
	hash = dkim_body_hash_end(&bodies, a);
	return dkim_verify(a, &signature, &head, field, hash, &key.key);
}

START_TEST(verifies)
{
	static const size_t pieces[] = { 1, 7, 4096 };
	char text[4096];

	snprintf(text, sizeof(text), "%s%s\r\n%s", cases[_i].signature,
	    cases[_i].fields, cases[_i].body);
	for (size_t i = 0; i < LENGTH(pieces); i++) {
		struct arena a = { 0 };
		enum dkim_verdict got =
		    verify(&a, text, cases[_i].key, pieces[i]);

		ck_assert_msg(got == cases[_i].want, "%s, by %zu: %d",
		    cases[_i].label, pieces[i], (int)got);
		arena_free(&a);
	}
}
END_TEST

static const struct {
	const char *label;
	enum dkim_canon canon;
	struct str body, want;
} bodies[] = {
	/* RFC 6376 section 3.4.5. */
	{ "the standard's, relaxed", DKIM_RELAXED,
	    STR(" C \r\nD \t E\r\n\r\n\r\n"), STR(" C\r\nD E\r\n") },
	{ "the standard's, simple", DKIM_SIMPLE,
	    STR(" C \r\nD \t E\r\n\r\n\r\n"), STR(" C \r\nD \t E\r\n") },
	{ "nothing, relaxed", DKIM_RELAXED, STR(""), STR("") },
	{ "nothing, simple", DKIM_SIMPLE, STR(""), STR("\r\n") },
	{ "empty lines, relaxed", DKIM_RELAXED, STR("\r\n\r\n"), STR("") },
	{ "empty lines, simple", DKIM_SIMPLE, STR("\r\n\r\n"), STR("\r\n") },
	{ "blanks, relaxed", DKIM_RELAXED, STR(" \t\r\n \r\n"), STR("") },
	{ "blanks, simple", DKIM_SIMPLE, STR(" \r\n\r\n"), STR(" \r\n") },
	{ "no CRLF at the end, relaxed", DKIM_RELAXED, STR("a "),
	    STR("a\r\n") },
	{ "no CRLF at the end, simple", DKIM_SIMPLE, STR("a"), STR("a\r\n") },
	{ "empty lines first", DKIM_RELAXED, STR("\r\n \r\na\r\n"),
	    STR("\r\n\r\na\r\n") },
	{ "a CR alone", DKIM_SIMPLE, STR("a\rb\r\r\n"), STR("a\rb\r\r\n") },
	{ "a CR last", DKIM_SIMPLE, STR("a\r"), STR("a\r\r\n") },
};

START_TEST(canonicalizes_bodies)
{
	for (size_t piece = 1; piece <= 16; piece++) {
		struct arena a = { 0 };
		struct buf out = { .a = &a };
		struct dkim_body body;

		dkim_body_begin(&body, bodies[_i].canon);
		for (struct str rest = bodies[_i].body; rest.n > 0;
		     rest = str_from(rest, piece))
			dkim_body_add(&body, str_to(rest, piece), &out);
		dkim_body_end(&body, &out);
		ck_assert_msg(str_eq(buf_view(&out), bodies[_i].want),
		    "%s, by %zu: \"%.*s\"", bodies[_i].label, piece,
		    PSTR(buf_view(&out)));
		arena_free(&a);
	}
}
END_TEST

static const struct {
	const char *label;
	enum dkim_canon canon;
	const char *field;
	struct str want;
} fields[] = {
	{ "the standard's A, relaxed", DKIM_RELAXED, "A: X\r\n", STR("a:X") },
	{ "the standard's B, relaxed", DKIM_RELAXED, "B : Y\t\r\n\tZ  \r\n",
	    STR("b:Y Z") },
	{ "the standard's A, simple", DKIM_SIMPLE, "A: X\r\n", STR("A: X") },
	{ "the standard's B, simple", DKIM_SIMPLE, "B : Y\t\r\n\tZ  \r\n",
	    STR("B : Y\t\r\n\tZ  ") },
	{ "nothing", DKIM_RELAXED, "Subject: \r\n", STR("subject:") },
	{ "an empty fold", DKIM_RELAXED, "Subject:\r\n a\r\n",
	    STR("subject:a") },
};

START_TEST(canonicalizes_fields)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };
	struct message_head head;
	struct message_reader r;
	struct str piece = str_of(fields[_i].field);

	message_begin(&r, &a);
	message_take_head(&r, &piece);
	head = message_fields(&r);
	ck_assert_uint_eq(head.n, 1);
	dkim_canon_field(&out, fields[_i].canon, &head.fields[0]);
	ck_assert_msg(str_eq(buf_view(&out), fields[_i].want), "%s: \"%.*s\"",
	    fields[_i].label, PSTR(buf_view(&out)));
	arena_free(&a);
}
END_TEST

#define TAGS "v=1; a=rsa-sha256; d=example.com; s=s1; h=from; bh=AAAA; b=AAAA"

static const struct {
	const char *label;
	struct str value;
	enum dkim_signature_fault want;
} signatures[] = {
	{ "sound", STR(TAGS), DKIM_SIGNATURE_SOUND },
	{ "all tags",
	    STR(TAGS "; c=simple/relaxed; i=a@b.example.com; l=10; "
		     "q=dns/txt; t=1; x=2; z=From:a"),
	    DKIM_SIGNATURE_SOUND },
	{ "an unknown tag", STR(TAGS "; y=1"), DKIM_SIGNATURE_SOUND },
	{ "blanks in base64",
	    STR("v=1; a=rsa-sha256; d=example.com; s=s1; h=from : to; "
		"bh=AA\r\n AA; b=A A\tAA"),
	    DKIM_SIGNATURE_SOUND },
	{ "a tag twice", STR(TAGS "; b=AAAA"), DKIM_SIGNATURE_BAD_LIST },
	{ "no tags", STR("hello"), DKIM_SIGNATURE_BAD_LIST },
	{ "no bh",
	    STR("v=1; a=rsa-sha256; d=example.com; s=s1; h=from; b=AA=="),
	    DKIM_SIGNATURE_NO_TAG },
	{ "version 2",
	    STR("v=2; a=rsa-sha256; d=example.com; s=s1; h=from; bh=AAAA; "
		"b=AAAA"),
	    DKIM_SIGNATURE_VERSION },
	{ "an unknown algorithm",
	    STR("v=1; a=rsa-md5; d=example.com; s=s1; h=from; bh=AAAA; "
		"b=AAAA"),
	    DKIM_SIGNATURE_ALGORITHM },
	{ "an unknown canonicalization", STR(TAGS "; c=nofws"),
	    DKIM_SIGNATURE_CANON },
	{ "an unknown query", STR(TAGS "; q=http"), DKIM_SIGNATURE_QUERY },
	{ "two queries", STR(TAGS "; q=http:dns/txt"), DKIM_SIGNATURE_SOUND },
	{ "i= elsewhere", STR(TAGS "; i=a@example.net"),
	    DKIM_SIGNATURE_IDENTITY },
	{ "i= without @", STR(TAGS "; i=example.com"),
	    DKIM_SIGNATURE_IDENTITY },
	{ "a domain of one label",
	    STR("v=1; a=rsa-sha256; d=com; s=s1; h=from; bh=AAAA; b=AAAA"),
	    DKIM_SIGNATURE_DOMAIN },
	{ "not UTF-8",
	    STR("v=1; a=rsa-sha256; d=b\xff.example; s=s1; h=from; bh=AAAA; "
		"b=AAAA"),
	    DKIM_SIGNATURE_DOMAIN },
	{ "an empty selector",
	    STR("v=1; a=rsa-sha256; d=example.com; s=; h=from; bh=AAAA; "
		"b=AAAA"),
	    DKIM_SIGNATURE_SELECTOR },
	{ "no base64",
	    STR("v=1; a=rsa-sha256; d=example.com; s=s1; h=from; "
		"bh=AAAA; b=A?"),
	    DKIM_SIGNATURE_BASE64 },
	{ "l= with a sign", STR(TAGS "; l=-1"), DKIM_SIGNATURE_LENGTH },
	{ "x= without digits", STR(TAGS "; x="), DKIM_SIGNATURE_TIME },
	{ "an empty h=",
	    STR("v=1; a=rsa-sha256; d=example.com; s=s1; h=; bh=AAAA; b=AAAA"),
	    DKIM_SIGNATURE_FIELDS },
};

START_TEST(reads_signatures)
{
	struct arena a = { 0 };
	struct dkim_signature s = dkim_signature_read(&a, signatures[_i].value);

	ck_assert_msg(s.fault == signatures[_i].want, "%s: %s",
	    signatures[_i].label, dkim_signature_fault_text(s.fault));
	arena_free(&a);
}
END_TEST

/* RFC 8616 section 5: what stands in the message is not what is asked for. */
START_TEST(reads_u_labels)
{
	struct arena a = { 0 };
	struct dkim_signature s = dkim_signature_read(&a,
	    S("v=1; a=rsa-sha256; d=b\303\274cher.example; s=s\303\274d; "
	      "i=@a.b\303\274cher.example; h=from; bh=AAAA; b=AAAA"));

	ck_assert_int_eq(s.fault, DKIM_SIGNATURE_SOUND);
	ck_assert(str_eq(name_text(&a, s.key_name),
	    S("xn--sd-xka._domainkey.xn--bcher-kva.example")));
	ck_assert(
	    str_eq(name_text(&a, s.identity), S("a.xn--bcher-kva.example")));
	arena_free(&a);
}
END_TEST

START_TEST(tells_what_is_not_signed)
{
	struct arena a = { 0 };
	struct dkim_signature s =
	    dkim_signature_read(&a, S(TAGS "; l=4; c=relaxed/relaxed"));
	struct dkim_body_hash hash;

	dkim_body_hash_begin(&hash, &a, &s);
	dkim_body_hash_add(&hash, S("ab\r\ncd\r\n"));
	dkim_body_hash_end(&hash, &a);
	ck_assert_uint_eq(hash.beyond, 4);
	ck_assert(!hash.is_short);
	dkim_body_hash_begin(&hash, &a, &s);
	dkim_body_hash_add(&hash, S("a\r\n"));
	dkim_body_hash_end(&hash, &a);
	ck_assert(hash.is_short);
	ck_assert(dkim_signature_covers(&s, S("From")));
	ck_assert(!dkim_signature_covers(&s, S("to")));
	arena_free(&a);
}
END_TEST

Suite *
dkim_verify_suite(void)
{
	Suite *s = suite_create("dkim_verify");
	TCase *tc = tcase_create("dkim_verify");

	tcase_add_loop_test(tc, verifies, 0, LENGTH(cases));
	tcase_add_loop_test(tc, canonicalizes_bodies, 0, LENGTH(bodies));
	tcase_add_loop_test(tc, canonicalizes_fields, 0, LENGTH(fields));
	tcase_add_loop_test(tc, reads_signatures, 0, LENGTH(signatures));
	tcase_add_test(tc, reads_u_labels);
	tcase_add_test(tc, tells_what_is_not_signed);
	suite_add_tcase(s, tc);
	return s;
}

/* Messages: fields inside the header, the same however the message is cut;
 * canonical text that is its own canonical form; claims that are parts of what
 * was read. */
#include "mail/dkim_verify.h"
#include "mail/mailbox.h"
#include "mail/received.h"

#include "fuzz.h"

struct read_message {
	struct message_reader reader;
	struct message_head head;
	struct str body;
};

static struct read_message
read_by(struct arena *a, struct str text, size_t piece)
{
	struct buf whole = { .a = a }, part = { .a = a };
	struct read_message m;

	message_begin(&m.reader, a);
	while (m.reader.state == MESSAGE_IN_HEAD && text.n > 0) {
		struct str front = str_to(text, piece);
		size_t n = front.n;

		message_take_head(&m.reader, &front);
		text = str_from(text, n - front.n);
	}
	for (; text.n > 0; text = str_from(text, piece)) {
		message_take_body(&m.reader, str_to(text, piece), &part);
		buf_str(&whole, buf_view(&part));
	}
	message_take_body(&m.reader, S(""), &part);
	buf_str(&whole, buf_view(&part));
	m.head = message_fields(&m.reader);
	m.body = buf_view(&whole);
	return m;
}

static struct str
canonical(struct arena *a, struct str body, enum dkim_canon canon, size_t piece)
{
	struct buf out = { .a = a };
	struct dkim_body state;

	dkim_body_begin(&state, canon);
	for (; body.n > 0; body = str_from(body, piece))
		dkim_body_add(&state, str_to(body, piece), &out);
	dkim_body_end(&state, &out);
	return buf_view(&out);
}

static void
judge_body(struct arena *a, struct str body)
{
	for (enum dkim_canon canon = DKIM_SIMPLE; canon <= DKIM_RELAXED;
	     canon++) {
		struct str once = canonical(a, body, canon, 4096);

		assert(str_eq(once, canonical(a, body, canon, 3)));
		assert(str_eq(once, canonical(a, once, canon, 5)));
		assert(once.n <= body.n + 2);
	}
}

static void
judge_field(struct arena *a, const struct read_message *m,
    const struct message_field *field)
{
	struct str head = buf_view(&m->reader.head);
	struct dkim_signature signature;
	struct mailboxes boxes;
	struct received r;

	assert(field->whole.s >= head.s &&
	    field->whole.s + field->whole.n <= head.s + head.n);
	assert(field->name.n > 0 &&
	    field->name.n + field->value.n < field->whole.n + 1);
	boxes = mailboxes_read(a, field->value);
	for (size_t i = 0; i < boxes.n; i++)
		assert(boxes.at[i].local.n > 0 && boxes.at[i].domain.n > 0);
	r = received_read(a, field->value);
	assert(r.helo.n + r.rdns.n <= 2 * field->value.n);
	signature = dkim_signature_read(a, field->value);
	if (signature.fault != DKIM_SIGNATURE_SOUND)
		return;
	assert(name_is_in(signature.identity, signature.domain));
	assert(name_is_in(signature.key_name, signature.domain));
	dkim_signed_text(a, &signature, &m->head, field);
}

FUZZ(message)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct read_message m = read_by(&a, text, 4096);
	struct read_message again = read_by(&a, text, 1);

	assert(m.head.n == again.head.n && str_eq(m.body, again.body));
	for (size_t i = 0; i < m.head.n && i < 64; i++) {
		assert(
		    str_eq(m.head.fields[i].whole, again.head.fields[i].whole));
		judge_field(&a, &m, &m.head.fields[i]);
	}
	judge_body(&a, m.body);
	arena_free(&a);
}

#include "mail/http_reply.h"
#include "base/buf.h"

/* A chunk's size and its extensions: nobody needs as much. */
enum { CHUNK_LINE_MAX = 256, CHUNK_DIGITS_MAX = 8 };

/* How the body's end is found (RFC 9112 section 6.3). */
struct head {
	unsigned status;
	struct str type, location;
	bool is_chunked;
	bool has_length;
	uint32_t length;
};

/* The next whole line, without its end; false where there is none yet. */
static bool
next_line(struct str *rest, struct str *line)
{
	size_t n = str_find(*rest, '\n');

	if (n == rest->n)
		return false;
	*line = str_to(*rest, n);
	*rest = str_from(*rest, n + 1);
	if (str_ends(*line, S("\r")))
		*line = str_to(*line, line->n - 1);
	return true;
}

/* "HTTP/1.1 200 OK" */
static bool
read_status(struct str line, unsigned *status)
{
	static const struct str version = STR("HTTP/1.");
	struct str rest = str_from(line, version.n + 1);
	uint32_t code;

	if (!str_starts(line, version) || line.n < version.n + 5 ||
	    !byte_is_digit(line.s[version.n]) || rest.s[0] != ' ' ||
	    (rest.n > 4 && rest.s[4] != ' ') ||
	    !str_u32(str_to(str_from(rest, 1), 3), 599, &code) || code < 100)
		return false;
	*status = code;
	return true;
}

/* A length that does not fit is one that is too large, too. */
static bool
read_length(struct str value, struct head *out)
{
	uint32_t length = UINT32_MAX;

	for (size_t i = 0; i < value.n; i++)
		if (!byte_is_digit(value.s[i]))
			return false;
	str_u32(value, UINT32_MAX, &length);
	if (value.n == 0 || (out->has_length && out->length != length))
		return false;
	out->has_length = true;
	out->length = length;
	return true;
}

/* "Name: value"; blanks before the colon and lines that are continued are
 * faults (sections 5.1 and 5.2). */
static bool
read_field(struct str line, struct head *out)
{
	size_t colon = str_find(line, ':');
	struct str name = str_to(line, colon), value;

	if (colon == line.n || name.n == 0 || str_find(name, ' ') < name.n ||
	    str_find(name, '\t') < name.n)
		return false;
	value = str_trim(str_from(line, colon + 1));
	if (str_eq_nocase(name, S("Content-Type")) && out->type.n == 0)
		out->type = value;
	else if (str_eq_nocase(name, S("Location")) && out->location.n == 0)
		out->location = value;
	else if (str_eq_nocase(name, S("Content-Length")))
		return read_length(value, out);
	else if (str_eq_nocase(name, S("Transfer-Encoding"))) {
		out->is_chunked = true;
		return str_eq_nocase(value, S("chunked"));
	}
	return true;
}

/* Up to the empty line. */
static enum http_got
read_head(struct str *rest, struct head *out)
{
	struct str line;

	*out = (struct head){ 0 };
	if (!next_line(rest, &line))
		return HTTP_MORE;
	if (!read_status(line, &out->status))
		return HTTP_NONE;
	while (next_line(rest, &line)) {
		if (line.n == 0)
			return HTTP_REPLY;
		if (!read_field(line, out))
			return HTTP_NONE;
	}
	return HTTP_MORE;
}

/* Interim replies come before the one that counts (RFC 9110 section 15.2);
 * nobody has asked to switch protocols. */
static enum http_got
read_final_head(struct str *rest, struct head *out)
{
	enum http_got got;

	do
		got = read_head(rest, out);
	while (got == HTTP_REPLY && out->status < 200 && out->status != 101);
	return got == HTTP_REPLY && out->status < 200 ? HTTP_NONE : got;
}

/* "1a2b;extension" */
static bool
read_chunk_size(struct str line, size_t *out)
{
	struct str digits = str_trim(str_to(line, str_find(line, ';')));
	size_t size = 0;

	if (digits.n == 0 || digits.n > CHUNK_DIGITS_MAX)
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		int digit = byte_hex(digits.s[i]);

		if (digit < 0)
			return false;
		size = size * 16 + (size_t)digit;
	}
	*out = size;
	return true;
}

/* Behind the last chunk come fields, and an empty line. */
static enum http_got
pass_trailer(struct str rest)
{
	struct str line;

	while (next_line(&rest, &line))
		if (line.n == 0)
			return HTTP_REPLY;
	return rest.n > HTTP_HEAD_MAX ? HTTP_LARGE : HTTP_MORE;
}

/* The chunks' data (section 7.1), added to out unless that is NULL. */
static enum http_got
read_chunks(struct str rest, struct buf *out)
{
	struct str line;
	size_t size, sum = 0;

	while (next_line(&rest, &line)) {
		if (line.n > CHUNK_LINE_MAX || !read_chunk_size(line, &size))
			return HTTP_NONE;
		if (size == 0)
			return pass_trailer(rest);
		if (size > HTTP_BODY_MAX || (sum += size) > HTTP_BODY_MAX)
			return HTTP_LARGE;
		if (rest.n < size)
			return HTTP_MORE;
		if (out != NULL)
			buf_str(out, str_to(rest, size));
		rest = str_from(rest, size);
		if (!next_line(&rest, &line))
			return rest.n > 1 ? HTTP_NONE : HTTP_MORE;
		if (line.n > 0)
			return HTTP_NONE;
	}
	return rest.n > CHUNK_LINE_MAX ? HTTP_NONE : HTTP_MORE;
}

static enum http_got
read_chunked(struct arena *a, struct str rest, struct str *body)
{
	struct buf out = { .a = a };
	enum http_got got = read_chunks(rest, NULL);

	if (got != HTTP_REPLY)
		return got;
	read_chunks(rest, &out);
	*body = buf_view(&out);
	return got;
}

static enum http_got
read_body(struct arena *a, const struct head *head, struct str rest,
    bool is_all, struct str *body)
{
	if (head->is_chunked)
		return read_chunked(a, rest, body);
	if (head->has_length) {
		if (head->length > HTTP_BODY_MAX)
			return HTTP_LARGE;
		if (rest.n < head->length)
			return HTTP_MORE;
		rest = str_to(rest, head->length);
	} else if (rest.n > HTTP_BODY_MAX) {
		return HTTP_LARGE;
	} else if (!is_all) {
		return HTTP_MORE;
	}
	*body = arena_str(a, rest);
	return HTTP_REPLY;
}

enum http_got
http_reply_read(
    struct arena *a, struct str octets, bool is_all, struct http_reply *out)
{
	struct str rest = octets, body = S("");
	struct head head;
	enum http_got got = read_final_head(&rest, &head);

	if (got == HTTP_MORE && octets.n > HTTP_HEAD_MAX)
		return HTTP_LARGE;
	if (got == HTTP_REPLY && head.status == 200)
		got = read_body(a, &head, rest, is_all, &body);
	if (got == HTTP_MORE && octets.n > HTTP_OCTETS_MAX)
		return HTTP_LARGE;
	if (got == HTTP_MORE && is_all)
		return HTTP_NONE; /* it was cut off */
	if (got == HTTP_REPLY)
		*out = (struct http_reply){
			.status = head.status,
			.type = arena_str(a, head.type),
			.location = arena_str(a, head.location),
			.body = body,
		};
	return got;
}

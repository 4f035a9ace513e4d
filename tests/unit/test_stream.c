#include <fcntl.h>
#include <unistd.h>

#include <sys/socket.h>

#include "client/stream.h"

#include "unit.h"

/* A stream that is connected already, to there. */
struct fixture {
	struct upstream upstream;
	struct channels set;
	struct stream *stream;
	int there;
};

static void
begin(struct fixture *f)
{
	int ends[2];

	*f = (struct fixture){ 0 };
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_int_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	f->there = ends[1];
	f->stream = mem_new(1, sizeof(*f->stream));
	f->stream->channel.fd = ends[0];
	f->stream->channel.upstream = &f->upstream;
	f->stream->channel.stream = f->stream;
	f->stream->is_connected = f->stream->is_open = true;
	channels_add(&f->set, &f->stream->channel);
}

static void
end(struct fixture *f)
{
	stream_close(f->stream, &f->set);
	channels_free(&f->set);
	if (f->there >= 0)
		close(f->there);
}

static void
say(struct fixture *f, struct str octets)
{
	ck_assert_int_eq(
	    write(f->there, octets.s, octets.n), (ssize_t)octets.n);
}

START_TEST(hands_out_whole_messages)
{
	static const struct str octets = STR("\0\3abc\0\0\0\2de");
	struct fixture f;
	struct str message;
	size_t n = 0, total = 0;

	begin(&f);
	/* However they were cut on their way. */
	for (size_t i = 0; i < octets.n; i++) {
		say(&f, str_to(str_from(octets, i), 1));
		ck_assert(stream_work(f.stream, &f.set));
		for (; stream_next(f.stream, &message); n++)
			total += message.n;
	}
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(total, 5);
	end(&f);
}
END_TEST

START_TEST(reads_what_came_before_an_error)
{
	struct fixture f;
	struct str message;

	begin(&f);
	stream_send(f.stream, &f.set, S("query"));
	say(&f, S("\0\2ok"));
	close(f.there);
	f.there = -1;
	ck_assert(!stream_work(f.stream, &f.set));
	ck_assert(stream_next(f.stream, &message));
	ck_assert(str_eq(message, S("ok")));
	end(&f);
}
END_TEST

Suite *
stream_suite(void)
{
	Suite *s = suite_create("stream");
	TCase *tc = tcase_create("stream");

	tcase_add_test(tc, hands_out_whole_messages);
	tcase_add_test(tc, reads_what_came_before_an_error);
	suite_add_tcase(s, tc);
	return s;
}

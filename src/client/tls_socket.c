#include <errno.h>

#include <sys/socket.h>

#include "client/tls_socket.h"

static int
send_quietly(BIO *bio, const char *data, int n)
{
	const int *fd = BIO_get_data(bio);
	ssize_t done = send(*fd, data, (size_t)n, MSG_NOSIGNAL);

	BIO_clear_retry_flags(bio);
	if (done < 0 && (errno == EAGAIN || errno == EINTR))
		BIO_set_retry_write(bio);
	return (int)done;
}

static int
receive(BIO *bio, char *out, int n)
{
	const int *fd = BIO_get_data(bio);
	ssize_t done = recv(*fd, out, (size_t)n, 0);

	BIO_clear_retry_flags(bio);
	if (done < 0 && (errno == EAGAIN || errno == EINTR))
		BIO_set_retry_read(bio);
	if (done == 0)
		BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
	return (int)done;
}

/* Nothing is buffered, so flushing is done at once; the rest is not ours. */
static long
control(BIO *bio, int command, long n, void *data)
{
	(void)n;
	(void)data;
	if (command == BIO_CTRL_EOF)
		return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
	return command == BIO_CTRL_FLUSH;
}

BIO_METHOD *
tls_socket_new(void)
{
	BIO_METHOD *quiet = BIO_meth_new(
	    BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "quiet socket");

	if (quiet == NULL)
		return NULL;
	BIO_meth_set_write(quiet, send_quietly);
	BIO_meth_set_read(quiet, receive);
	BIO_meth_set_ctrl(quiet, control);
	return quiet;
}

#include <fcntl.h>
#include <unistd.h>

#include "base/descriptor.h"

bool
descriptors_reserve(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++) {
		int flags = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* The lowest free number is given: this one. */
		if (open("/dev/null", flags) != fd)
			return false;
	}
	return true;
}

bool
descriptor_prepare(int fd)
{
	return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
	    fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

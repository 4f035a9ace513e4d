#define _GNU_SOURCE /* O_PATH, syscall() */

#include "base/confine.h"

#ifdef __has_include
#if __has_include(<linux/landlock.h>)
#define HAS_LANDLOCK
#endif
#endif

#ifdef HAS_LANDLOCK
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

/* What the first version of landlock can forbid, but for reading: libraries
 * read files of their own when it suits them. */
static const uint64_t forbidden = LANDLOCK_ACCESS_FS_EXECUTE |
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

/* What replacing a file takes: a new one, and the old one's removal. */
static const uint64_t allowed = LANDLOCK_ACCESS_FS_WRITE_FILE |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG;

/* A directory that cannot be opened gets no right: writing there fails. */
static void
allow(int rules, const char *directory)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = allowed,
		.parent_fd = open(directory, O_PATH | O_CLOEXEC | O_DIRECTORY),
	};

	if (rule.parent_fd < 0)
		return;
	syscall(
	    SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

static bool
restrict_self(int rules)
{
	bool done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    syscall(SYS_landlock_restrict_self, rules, 0) == 0;

	close(rules);
	return done;
}

bool
confine(const char *const *directories, size_t n)
{
	struct landlock_ruleset_attr all = { .handled_access_fs = forbidden };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all,
	    sizeof(all.handled_access_fs), 0);

	if (rules < 0)
		return false;
	for (size_t i = 0; i < n; i++)
		allow(rules, directories[i]);
	return restrict_self(rules);
}

/* As the kernel has them, for headers that are older than it. */
enum { NET_PORT_RULE = 2, NET_BIND_TCP = 1, NET_CONNECT_TCP = 2 };

struct net_ruleset {
	uint64_t files, net;
};

struct net_rule {
	uint64_t allowed, port;
};

bool
confine_tcp(const uint16_t *ports, size_t n)
{
	struct net_ruleset all = { .net = NET_BIND_TCP | NET_CONNECT_TCP };
	int rules =
	    (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);

	if (rules < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct net_rule rule = { NET_CONNECT_TCP, ports[i] };

		syscall(SYS_landlock_add_rule, rules, NET_PORT_RULE, &rule, 0);
	}
	return restrict_self(rules);
}

#else

bool
confine(const char *const *directories, size_t n)
{
	(void)directories;
	(void)n;
	return false;
}

bool
confine_tcp(const uint16_t *ports, size_t n)
{
	(void)ports;
	(void)n;
	return false;
}

#endif

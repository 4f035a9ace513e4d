#ifdef __OpenBSD__
#define _BSD_SOURCE /* unveil() */
#else
#define _GNU_SOURCE /* O_PATH, syscall() */
#endif

#include "base/confine.h"

/* The sanitizers look into /proc when it suits them: UNCONFINED. */
#if defined(__has_include) && !defined(UNCONFINED)
#if __has_include(<linux/landlock.h>)
#define HAS_LANDLOCK
#endif
#endif

#ifdef HAS_LANDLOCK
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

#define LENGTH(list) (sizeof(list) / sizeof((list)[0]))

/* As the newest kernel has them, for headers that are older. */
enum {
	FS_REFER = 1 << 13,     /* version 2 */
	FS_TRUNCATE = 1 << 14,  /* 3 */
	FS_IOCTL_DEV = 1 << 15, /* 5 */
	NET_BIND_TCP = 1 << 0,  /* 4 */
	NET_CONNECT_TCP = 1 << 1,
	SCOPE_UNIX = 1 << 0,   /* 6: of what is outside, no abstract socket, */
	SCOPE_SIGNAL = 1 << 1, /* and no process can be sent a signal */
	NET_PORT_RULE = 2,
};

struct ruleset {
	uint64_t files, net, scoped;
};

struct net_rule {
	uint64_t allowed, port;
};

static const uint64_t reading =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

/* What replacing a file takes: a new one, and the old one's removal. */
static const uint64_t writing = LANDLOCK_ACCESS_FS_READ_FILE |
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_REG | FS_TRUNCATE;

/* All that there is to forbid, by the version that brought it. */
static const uint64_t forbidden[] = {
	[1] = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
	    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
	    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
	    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
	    LANDLOCK_ACCESS_FS_MAKE_SYM,
	[2] = FS_REFER,
	[3] = FS_TRUNCATE,
	[5] = FS_IOCTL_DEV,
};

enum { NET_SINCE = 4, SCOPES_SINCE = 6 };

/* Where libraries find what they read when it suits them. */
static const char *const system_places[] = {
	"/usr",
	"/lib",
	"/lib64",
	"/etc/localtime",
	NULL,
};

/* The version of landlock; 0: none. */
static long
version(void)
{
	enum { ASK_VERSION = 1 };
	long v = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);

	return v > 0 ? v : 0;
}

/* What cannot be opened gets no right: it is not there, or using it fails. */
static void
allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = {
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};
	struct stat st;

	if (rule.parent_fd < 0)
		return;
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		access &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
	rule.allowed_access = access;
	syscall(
	    SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

/* Octets of a ruleset that this version knows. */
static size_t
ruleset_size(long v)
{
	if (v >= SCOPES_SINCE)
		return sizeof(struct ruleset);
	return v >= NET_SINCE ? offsetof(struct ruleset, scoped)
			      : offsetof(struct ruleset, net);
}

static bool
restrict_self(int rules)
{
	bool done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    syscall(SYS_landlock_restrict_self, rules, 0) == 0;

	close(rules);
	return done;
}

static void
allow_all(int rules, const char *const *paths, uint64_t access)
{
	for (; *paths != NULL; paths++)
		allow(rules, *paths, access);
}

bool
confine_files(const char *const *directories, const char *const *readable)
{
	struct ruleset all = { .scoped = SCOPE_UNIX | SCOPE_SIGNAL };
	long v = version();
	int rules;

	for (long i = 1; i <= v && i < (long)LENGTH(forbidden); i++)
		all.files |= forbidden[i];
	rules =
	    (int)syscall(SYS_landlock_create_ruleset, &all, ruleset_size(v), 0);
	if (v == 0 || rules < 0)
		return false;
	allow_all(rules, system_places, reading);
	allow_all(rules, readable, reading);
	allow_all(rules, directories, writing & all.files);
	return restrict_self(rules);
}

bool
confine_tcp(const uint16_t *ports, size_t n)
{
	struct ruleset all = { .net = NET_BIND_TCP | NET_CONNECT_TCP };
	int rules = version() < NET_SINCE
	    ? -1
	    : (int)syscall(SYS_landlock_create_ruleset, &all,
		  offsetof(struct ruleset, scoped), 0);

	if (rules < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct net_rule rule = { NET_CONNECT_TCP, ports[i] };

		syscall(SYS_landlock_add_rule, rules, NET_PORT_RULE, &rule, 0);
	}
	return restrict_self(rules);
}

#else

#ifdef __OpenBSD__
#include <unistd.h>

static bool
allow_all(const char *const *paths, const char *permissions)
{
	for (; *paths != NULL; paths++)
		if (unveil(*paths, permissions) != 0)
			return false;
	return true;
}

bool
confine_files(const char *const *directories, const char *const *readable)
{
	return unveil("/usr", "r") == 0 && allow_all(readable, "r") &&
	    allow_all(directories, "rwc") && unveil(NULL, NULL) == 0;
}
#else
bool
confine_files(const char *const *directories, const char *const *readable)
{
	(void)directories;
	(void)readable;
	return false;
}
#endif

bool
confine_tcp(const uint16_t *ports, size_t n)
{
	(void)ports;
	(void)n;
	return false;
}

#endif

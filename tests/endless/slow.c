/*
 * slow.c - preloaded: looking for an octet in what begins with "endless" takes
 * for ever, as a fault of ours would.
 */
#include <stddef.h>

void *memchr(const void *s, int c, size_t n);

static int
is_endless(const char *s, size_t n)
{
	static const char endless[] = "endless";

	if (n < sizeof(endless) - 1)
		return 0;
	for (size_t i = 0; i < sizeof(endless) - 1; i++)
		if (s[i] != endless[i])
			return 0;
	return 1;
}

void *
memchr(const void *s, int c, size_t n)
{
	const unsigned char *at = s;
	volatile size_t turns = 0;

	while (is_endless(s, n))
		turns++;
	for (size_t i = 0; i < n; i++)
		if (at[i] == (unsigned char)c)
			return (void *)(at + i);
	return NULL;
}

/* Gives every file named as an argument to the fuzz target. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

#include "fuzz.h"

enum { INPUT_MAX = 1024 * 1024 };

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct buf b = { 0 };
		const char *reason = file_read(&b, argv[i], INPUT_MAX);
		uint8_t *exact;

		if (reason != NULL) {
			fprintf(stderr, "%s: %s\n", argv[i], reason);
			return 1;
		}
		/* No spare room behind it: an overrun shows. */
		exact = mem_new(b.n, 1);
		for (size_t at = 0; at < b.n; at++)
			exact[at] = (uint8_t)b.s[at];
		LLVMFuzzerTestOneInput(exact, b.n);
		free(exact);
		buf_free(&b);
	}
	printf("%s: %d inputs\n", argv[0], argc - 1);
	return 0;
}

/*
 * fuzz --target=NAME [OPTION ...] [FOLDER ...] - libFuzzer, with its options,
 * over the target.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct fuzz_target *target;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char option[] = "--target=";

	for (int i = 1; i < *argc; i++)
		if (strncmp((*argv)[i], option, strlen(option)) == 0)
			for (target = fuzz_targets; target->name != NULL &&
			     strcmp(target->name,
				 (*argv)[i] + strlen(option)) != 0;
			     target++)
				;
	if (target == NULL || target->name == NULL) {
		fputs("usage: fuzz --target=NAME [OPTION ...] [FOLDER ...]\n",
		    stderr);
		exit(2);
	}
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	target->run(data, size);
	return 0;
}

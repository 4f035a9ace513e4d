#!/bin/sh
# demo.sh PROGRAM - a domain that passes and one that does not, from the zone
# files here and without a network.  Fails if either ends otherwise.  What it
# prints as a command can be run as it stands, in the root of the tree.
set -eu

program=$(realpath "$1")
cd "$(dirname "$0")/../.."

# judge STATUS ARGUMENT ...
judge() {
	want=$1 got=0
	shift
	printf '\n$ ./mailpreflight'
	for argument in "$@"; do
		test "$argument" != --host || printf ' \\\n     '
		printf ' %s' "$argument"
	done
	printf '\n\n'
	"$program" "$@" || got=$?
	printf '\n(exit status %s)\n' "$got"
	test "$got" -eq "$want"
}

judge 0 --offline --zone tests/demo \
	--host mta1.passes.example --selector s1 passes.example 203.0.113.6
judge 1 --offline --zone tests/demo \
	--host mta1.fails.example --selector s1 fails.example 203.0.113.7

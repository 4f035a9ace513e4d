#!/bin/sh
# cases.sh PROGRAM [CASE ...] - the whole program over zone files, one
# directory a case (tests/cases/README.md); without CASE all of them, and then
# every finding must have a case that shows it.
set -eu
export LC_ALL=C

program=$(realpath "$1")
shift
cd "$(dirname "$0")/../cases"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# run CASE SUFFIX [OPTION ...]: leaves what came of it in $out/CASE.SUFFIX,
# the exit status in $out/CASE.SUFFIX.status and standard error in .stderr.
run() {
	case=$1 suffix=$2
	shift 2
	for zone in *.zone; do
		test ! -f "$zone" || set -- --zone "$zone" "$@"
	done
	test ! -f recording || set -- --replay recording "$@"
	eval "set -- --offline \"\$@\" $(cat args)"
	status=0
	"$program" "$@" >"$out/$case.$suffix" 2>"$out/$case.$suffix.stderr" ||
		status=$?
	echo "$status" >"$out/$case.$suffix.status"
}

whole=
if [ $# -eq 0 ]; then
	whole=--whole
	set -- */
fi
for case in "$@"; do
	case=${case%/}
	(
		cd "$case"
		run "$case" json --json
		run "$case" verbose --verbose --color=never
		test ! -f want.txt || run "$case" txt --color=never
	)
done
"$program" explain >"$out/codes"
/usr/bin/python3 ../program/cases.py $whole "$out" "$@"

#!/bin/sh
# corpora.sh - the inputs of the fuzz targets.
#
# tests/corpus/X has those with a name, written for what they show, and
# tests/corpus/X.tar.xz those that fuzzing has found to reach more code.
#
#   replay PROGRAM                gives all of them to the targets
#   fuzz PROGRAM SECONDS TARGET ...   looks for more, into tests/found/X, and says
#                                 how much it tried in tests/found/X.log
#   merge PROGRAM TARGET ...      adds to X.tar.xz what was found and reaches more
#   unpack FOLDER                 all of them as FOLDER/X/*
set -eu
export LC_ALL=C

cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# unpack X FOLDER
unpack() {
	mkdir -p "$2"
	test ! -d "tests/corpus/$1" || cp "tests/corpus/$1"/* "$2"
	test ! -f "tests/corpus/$1.tar.xz" ||
		tar -xJf "tests/corpus/$1.tar.xz" -C "$2"
}

unpack_all() {
	for archive in tests/corpus/*; do
		target=$(basename "$archive" .tar.xz)
		unpack "$target" "$1/$target"
	done
}

# The same octets for the same files.
pack() {
	tar -cf - --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
		--mode=0644 -C "$1" . | xz -9e >"$2"
}

what=$1
shift
case $what in
replay)
	unpack_all "$folder"
	"$1" "$folder"
	;;
unpack)
	unpack_all "$1"
	;;
fuzz)
	program=$1 seconds=$2
	shift 2
	failed=0
	for target in "$@"; do
		mkdir -p "tests/found/$target"
		unpack "$target" "$folder/$target"
		"$program" "--target=$target" -max_total_time="$seconds" \
			-max_len=4096 -artifact_prefix="tests/found/$target." \
			-print_final_stats=1 "tests/found/$target" \
			"$folder/$target" >"tests/found/$target.log" 2>&1 || {
			tail -40 "tests/found/$target.log"
			failed=1
		}
		echo "$target: $(grep -a number_of "tests/found/$target.log")"
	done
	exit $failed
	;;
merge)
	program=$1
	shift
	for target in "$@"; do
		test -d "tests/found/$target" || continue
		unpack "$target" "$folder/old"
		mkdir -p "$folder/named" "$folder/all"
		cp "tests/corpus/$target"/* "$folder/named"
		cp "$folder/named"/* "$folder/all"
		"$program" "--target=$target" -merge=1 -use_counters=0 \
			"$folder/all" "$folder/old" "tests/found/$target" \
			>"$folder/log" 2>&1 || {
			tail -40 "$folder/log"
			exit 1
		}
		for file in "$folder/named"/*; do
			rm -f "$folder/all/$(basename "$file")"
		done
		pack "$folder/all" "tests/corpus/$target.tar.xz"
		echo "$target: $(find "$folder/all" -type f | wc -l) found"
		rm -rf "${folder:?}"/*
	done
	;;
esac

#!/bin/sh
# make.sh - the manual pages from their .in files: the program's tables, and
# what commands print over the zone files of tests/guide.
set -eu

cd "$(dirname "$0")"

# literal: as text that mdoc(7) leaves as it is.
literal() {
	sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/"
}

# run FOLDER COMMAND: the command, and what it prints offline over the zones.
run() {
	# shellcheck disable=SC2086 # words
	set -- "$1" $2
	folder=$1
	shift 2
	echo '.Bd -literal'
	echo "\$ mailpreflight $*" | fold -s -w 72 | sed -e '$!s/$/\\/' \
		-e '2,$s/^/      /' | literal
	echo
	for zone in ../tests/guide/"$folder"/*.zone; do
		set -- --zone "$zone" "$@"
	done
	status=0
	../mailpreflight --offline --color=never "$@" | literal || status=$?
	test "$status" -lt 2
	echo '.Ed'
}

# tables PAGE: with the parts that the tables make.
tables() {
	cp "$1.in" page.tmp
	# shellcheck disable=SC2013 # words without blanks
	for part in $(sed -n 's/^\.\\" @\([A-Z]*\)@$/\1/p' "$1.in"); do
		./tables "$part" >part.tmp
		sed -e "/@$part@/r part.tmp" -e "/@$part@/d" page.tmp >next.tmp
		mv next.tmp page.tmp
	done
}

for page in mailpreflight.1 mailpreflight-json.5 mailpreflight-aws.7; do
	tables "$page"
	while IFS= read -r line; do
		case $line in
		'.\" @RUN '*)
			folder=${line#'.\" @RUN '}
			run "${folder%%@*}" "${folder#*@ }"
			;;
		*)
			printf '%s\n' "$line"
			;;
		esac
	done <page.tmp >made.tmp
	mv made.tmp "$page"
done
rm -f part.tmp page.tmp

#!/bin/sh
# lint.sh [tidy] - the house rules that a tool can check; with tidy only those
# that take minutes.  A tool that is not installed is named and skipped.
set -u

cd "$(dirname "$0")/../.." || exit
CC=${CC:-cc}
# Any string will do as the version.
FLAGS="-std=c11 -D_XOPEN_SOURCE=700 -Isrc -DVERSION=__FILE__ $(
	pkg-config --cflags ldns libssl libcrypto jansson libidn2 check
)"
sources=$(git ls-files '*.c' '*.h')
scripts=$(git ls-files '*.sh' .ci/run)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0

# rule NAME COMMAND ...: passes if the command says nothing and succeeds.
rule() {
	name=$1
	shift
	if "$@" >"$log" 2>&1 && [ ! -s "$log" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "lint: $name:"
		sed 's/^/    /' "$log"
	fi
}

# tool NAME TOOL COMMAND: a rule, if the tool is installed.
tool() {
	if command -v "$2" >/dev/null; then
		rule "$1" "$3"
	else
		echo "lint: $1: no $2, skipped"
	fi
}

# A header begins with its own name, and says what it is.
titles() {
	for file in src/*/*.h; do
		grep -q -m 1 "^\(/\*\| \*\) ${file##*/} - " "$file" || echo "$file"
	done
}

# A file uses its own room or those below it.
rooms() {
	above=
	for room in cli report fix check talk facts mail zone plan recording client \
		dns base; do
		for other in $above; do
			grep -n "#include \"$other/" "src/$room"/*.[ch]
		done
		above="$above $room"
	done
	true
}

# No two files call each other, whatever the way round.
circles() {
	make -s mailpreflight >/dev/null && tests/house/circles.py
}

# library HEADER FILE ...: only these include it.
library() {
	header=$1
	shift
	grep -lE "#include <$header" -r src | while read -r file; do
		case " $* " in
		*" $file "*) ;;
		*) echo "$file includes <$header>" ;;
		esac
	done
}

libraries() {
	library 'ldns/' src/dns/zone_data.c src/dns/zone_type.c
	library 'openssl/' src/mail/digest.c src/mail/key.c src/client/tls.c \
		src/client/tls_socket.c src/client/tls_socket.h \
		src/client/authorities.c
	library 'jansson' src/base/json_read.c src/cli/baseline.c \
		src/cli/batch_json.c src/cli/waivers.c
	library 'idn2' src/dns/idna.c
}

# No buffer without a bound, no locale, no memory but from arena.c.
banned() {
	grep -nE '\<(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|atoi|atol|gets|alloca|setlocale)\(|<ctype\.h>' \
		-r src --include='*.[ch]'
	grep -nE '\<(malloc|calloc|realloc|strdup|strndup)\(' -r src \
		--include='*.[ch]' | grep -v '^src/base/\(arena\|malloc\)\.[ch]:'
	grep -nE '//[^"]*$' -r src --include='*.[ch]' | grep -v '[":]//'
	true
}

# Each header compiles alone.
headers() {
	for header in $(git ls-files 'src/*.h'); do
		# shellcheck disable=SC2086 # words
		echo "#include \"${header#src/}\"" |
			$CC $FLAGS -fsyntax-only -x c - || echo "$header"
	done
}

# Every source is in a list of the Makefile, or nobody builds it.
listed() {
	for file in $(git ls-files 'src/*.c' 'tests/unit/*.c'); do
		grep -qF "	$file \\" Makefile || test "$file" = src/main.c ||
			echo "$file is in no list of the Makefile"
	done
}

# A longer file may hold a second thing: a reason to look, no fault.
sizes() {
	for file in $sources; do
		case $file in
		tests/*) continue ;;
		*.h) limit=130 ;;
		*) limit=400 ;;
		esac
		lines=$(wc -l <"$file")
		[ "$lines" -le "$limit" ] ||
			echo "lint: $file has $lines lines: one thing?"
	done
}

format() {
	# shellcheck disable=SC2086 # words
	clang-format --dry-run -Werror $sources
}

check_cpp() {
	# shellcheck disable=SC2086 # words
	cppcheck --quiet --enable=warning,portability --std=c11 -Isrc \
		--inline-suppr --suppress=missingInclude --error-exitcode=1 \
		-j2 -DVERSION=__FILE__ src man completions
}

tidy() {
	# shellcheck disable=SC2086 # words
	git ls-files '*.c' |
		xargs -P 2 -I {} clang-tidy --quiet {} -- $FLAGS 2>&1 |
		grep -E '(warning|error):'
	true
}

shell() {
	# shellcheck disable=SC2086 # words
	shellcheck $scripts && shellcheck -s bash completions/mailpreflight.bash
}

manual() {
	mandoc -T lint -W warning man/mailpreflight.1 \
		man/mailpreflight-json.5 man/mailpreflight-aws.7
}

# What is committed is what the tables make.
docs() {
	${MAKE:-make} docs >/dev/null && git diff --exit-code --stat -- man completions
}

if [ "${1-}" = tidy ]; then
	tool tidy clang-tidy tidy
else
	rule rooms rooms
	rule 'circles of calls' circles
	rule libraries libraries
	rule banned banned
	rule 'headers compile alone' headers
	rule 'headers say what they are' titles
	rule 'sources are listed' listed
	sizes
	tool format clang-format format
	tool cppcheck cppcheck check_cpp
	tool shell shellcheck shell
	tool manual mandoc manual
	rule 'what "make docs" makes is committed' docs
fi
echo "lint: $passed passed, $failed failed"
test "$failed" -eq 0

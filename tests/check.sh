#!/bin/sh
# check.sh PROGRAM SCRIPT ... - run tests/unit/run and then every script with
# PROGRAM as its argument, and sum up.  Each ends in a line "NAME: N passed, M
# failed" and a status that says the same.
set -u

program=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0

# count N M
count() {
	passed=$((passed + $1)) failed=$((failed + $2))
}

# A part that fails without saying how often counts as one failure.
run() {
	status=0
	"$@" >"$log" 2>&1 || status=$?
	cat "$log"
	# shellcheck disable=SC2046 # two numbers
	set -- $(sed -n '$s/^.*: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' \
		"$log")
	if [ $# -ne 2 ]; then
		set -- 0 1
	elif [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
		set -- "$1" 1
	fi
	count "$1" "$2"
}

# libcheck has a summary of its own: "100%: Checks: 9, Failures: 0, Errors: 0"
unit() {
	status=0
	"${UNIT:-tests/unit/run}" >"$log" 2>&1 || status=$?
	sed '1d; /^ [a-z_0-9]*$/d' "$log"
	# shellcheck disable=SC2046 # three numbers
	set -- $(sed -n 's/.*Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' "$log")
	if [ $# -ne 3 ]; then
		count 0 1
	elif [ "$status" -ne 0 ] && [ "$2$3" = 00 ]; then
		count "$1" 1
	else
		count $(($1 - $2 - $3)) $(($2 + $3))
	fi
}

unit
for script in "$@"; do
	run "$script" "$program"
done
echo "$passed passed, $failed failed"
test "$failed" -eq 0

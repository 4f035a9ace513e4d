#!/bin/sh
# filing.sh PROGRAM - what --request prints: a script that a shell reads, whose
# commands come in working order and stop where only the user knows a value;
# and nothing of it before the records that must be there are there.
set -eu

program=$(realpath "$1")
cd "$(dirname "$0")/../demo"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
passed=0 failed=0

# check LABEL COMMAND ...: passes if the command succeeds.
check() {
	label=$1
	shift
	if "$@" >"$out/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "filing: $label: $*"
		sed 's/^/    /' "$out/log"
	fi
}

# files STATUS OPTION ...: what it prints is in $out/script.
files() {
	want=$1
	shift
	status=0
	"$program" --offline --zone passes.example.zone --zone reverse.zone \
		"$@" >"$out/script" 2>"$out/stderr" || status=$?
	check "exit status of $*" test "$status" -eq "$want"
}

# Every tool writes down how it was called; aws tells an identifier.
mkdir "$out/bin"
for tool in aws gcloud az hcloud linode-cli; do
	printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n' "$tool" "$out" \
		>"$out/bin/$tool"
	chmod +x "$out/bin/$tool"
done
# shellcheck disable=SC2016 # it is aws that expands it
printf 'case $2 in describe-addresses) echo eipalloc-0aaa;; esac\n' \
	>>"$out/bin/aws"

# follow [VARIABLE=VALUE ...]: runs the script.
follow() {
	: >"$out/calls"
	(env "$@" PATH="$out/bin:$PATH" sh "$out/script") >"$out/printed" 2>&1
}

passes='passes.example 203.0.113.6'
for provider in aws gcp azure hetzner linode digitalocean vultr scaleway ovh \
	oracle sakura conoha; do
	# shellcheck disable=SC2086 # two operands
	files 0 --request "$provider" -H mta1.passes.example $passes
	check "$provider: a shell reads it" sh -n "$out/script"
	check "$provider: names the host" grep -qF mta1.passes.example \
		"$out/script"
	check "$provider: nothing is left to fill in" sh -c \
		"! grep -q '{[a-z]*}' '$out/script'"
	check "$provider: 80 columns" sh -c \
		"! grep -vE 'describe|query' '$out/script' | grep -q '.\{82\}'"
done

# shellcheck disable=SC2086 # two operands
files 0 --request aws -H mta1.passes.example $passes
check 'aws: stops at what only the user knows' sh -c "! PATH='$out/bin:$PATH' \
	sh '$out/script'"
follow WHAT_MAIL='receipts' MESSAGES_A_DAY=100 HOW_THEY_AGREED='ordering' \
	HOW_BOUNCES_ARE_HANDLED='removed'
check 'aws: looks the address up before it sets its name' sh -c "
	test \"\$(cut -d ' ' -f 3 '$out/calls' | tr '\n' ' ')\" = \
		'describe-addresses modify-address-attribute describe-addresses-attribute '"
check 'aws: by its identifier' grep -qF \
	'modify-address-attribute --allocation-id eipalloc-0aaa --domain-name mta1.passes.example' \
	"$out/calls"
check 'aws: the form is filled in' grep -qF 'about' "$out/printed"
check 'aws: the form has the address' grep -qxF \
	'203.0.113.6 mta1.passes.example' "$out/printed"

# shellcheck disable=SC2086 # two operands
files 0 --request gcp -H mta1.passes.example $passes
follow ZONE=z VM= || true
check 'gcp: no machine, no command' test ! -s "$out/calls"

# shellcheck disable=SC2086 # two operands
files 0 --request "aws:$out/filed" -H mta1.passes.example $passes
check 'a file leaves the report on standard output' grep -q 'ready to file' \
	"$out/script"
check 'and has the commands' grep -q modify-address-attribute "$out/filed"

files 1 --request aws -H elsewhere.passes.example passes.example 203.0.113.6
check 'nothing to run before the host has the address' sh -c \
	"! grep -v '^#' '$out/script'"
check 'but why' grep -q 'forward\.missing' "$out/script"
files 3 --request aws -H mta1.elsewhere.example passes.example 203.0.113.6
check 'nor while nobody knows' sh -c "! grep -v '^#' '$out/script'"

for wrong in '--request asw' '--request aws:' '--request aws --stage live' \
	'--request aws --json' '--request aws --request gcp'; do
	# shellcheck disable=SC2086 # words
	files 2 $wrong -H mta1.passes.example $passes
done
files 2 --request aws passes.example 203.0.113.6
files 2 --request aws -H mta1.passes.example passes.example

echo "filing: $passed passed, $failed failed"
test "$failed" -eq 0

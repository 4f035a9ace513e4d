#!/bin/sh
# cli.sh PROGRAM - arguments, output and exit statuses of the whole program.
set -eu
export LC_ALL=C

program=$(realpath "$1")
cd "$(dirname "$0")/../demo"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
passed=0 failed=0

pass() {
	passed=$((passed + 1))
}

fail() {
	failed=$((failed + 1))
	echo "cli: $*"
}

# expect LABEL STATUS: what the last run() did.
expect() {
	if [ "$status" -eq "$2" ]; then
		pass
	else
		fail "$1: exit status $status, not $2"
		cat "$out/stderr"
	fi
}

# same LABEL FILE TEXT
same() {
	if [ "$(cat "$2")" = "$3" ]; then
		pass
	else
		fail "$1: '$(cat "$2")', not '$3'"
	fi
}

# holds LABEL FILE TEXT
holds() {
	if grep -qF -e "$3" "$2"; then
		pass
	else
		fail "$1: '$3' is not in $(cat "$2")"
	fi
}

run() {
	status=0
	"$program" "$@" >"$out/stdout" 2>"$out/stderr" || status=$?
}

# usage MESSAGE ARGUMENT ...: one line on standard error, nothing on standard
# output, status 2.
usage() {
	want=$1
	shift
	run "$@"
	expect "usage: $*" 2
	same "usage: $*" "$out/stderr" "mailpreflight: $want"
	same "usage: $*" "$out/stdout" ''
}

# The domain that passes, offline.
passes() {
	run --offline --zone passes.example.zone --zone reverse.zone \
		-H mta1.passes.example -s s1 passes.example 203.0.113.6 "$@"
}

echo '{}' >"$out/empty"
name=$(printf '%064d' 0)
run
expect 'no arguments' 2
holds 'no arguments' "$out/stderr" 'mailpreflight help'
same 'no arguments' "$out/stdout" ''
usage 'DOMAIN: none given' check --offline
usage "DOMAIN '': it is empty" ''
usage "DOMAIN: none given, only '192.0.2.1'" 192.0.2.1
usage "DOMAIN 'a..b': it has an empty label" a..b
usage "DOMAIN '.': the root is no domain" .
usage "DOMAIN '$name.example': a label has more than 63 characters" \
	"$name.example"
usage "DOMAIN 'a b': a name has letters, digits, hyphens and dots only" 'a b'
usage "DOMAIN 'a\\027b': a name has letters, digits, hyphens and dots only" \
	"$(printf 'a\033b')"
usage "IP 'example.net': not an IPv4 or IPv6 address" example.com example.net
usage "IP '192.0.2.256': not an IPv4 or IPv6 address" example.com 192.0.2.256
usage "IP '192.0.2.01': not an IPv4 or IPv6 address" example.com 192.0.2.01
usage "--host 'a..b': it has an empty label" -H a..b example.com
usage "--helo 'a b': a name has letters, digits, hyphens and dots only" \
	--helo 'a b' example.com
usage "--mail-from 'a@': it is empty" -f a@ example.com
usage "--selector '': it is empty" -s '' example.com
usage "--selector 's1@': it is empty" -s s1@ example.com
usage "--selector 's1=/nonexistent': No such file or directory" \
	-s s1=/nonexistent example.com
usage "--stage 'later': neither 'request' nor 'live'" \
	--stage later example.com
usage "--profile 'x': not 'basic', 'bulk' or 'parked'" --profile=x example.com
usage "--profile 'parked': a domain that sends no mail has no IP" \
	--profile parked example.com 192.0.2.1
usage "--server 'localhost': not an IP address, with #PORT or without" \
	-S localhost example.com
usage "--tls 'a b': a name has letters, digits, hyphens and dots only" \
	--tls='a b' example.com
usage '--tls: not with --offline' --tls --offline example.com
usage '--tls: not with --authoritative' --tls --authoritative example.com
usage "--record '': it is empty" --record '' example.com
usage "--record 'x': a report goes to that file already" --record x \
	--format json:x example.com
for option in '--server 127.0.0.1' --authoritative --tls '--zone x'; do
	# shellcheck disable=SC2086 # a list of words
	usage "${option%% *}: not with --replay" $option --replay x example.com
done
usage '--wait: not with --record' --wait 1h --record x example.com
usage '--wait: not with --replay' --wait 1h --replay x example.com
printf 'Received: from a by b\nFrom: a@example.com\n\n' >"$out/message"
usage '--hop: only with --message' --hop 1 example.com
usage "--hop '0': not a whole number from 1" --hop 0 --message "$out/message"
usage "--hop '2': the message has not so many Received fields" --hop 2 \
	--message "$out/message"
usage '--message: not with --profile parked' --message "$out/message" \
	--profile parked
usage "--message: not an option of 'batch'" batch --message x
usage '--dnsbl-key: a key has letters and digits only' --with dnsbl \
	--dnsbl-key 'a.b' example.com
usage '--dnsbl-key: No such file or directory' --with dnsbl \
	--dnsbl-key @/nonexistent example.com
usage '--fetch: only with --with mta-sts' --fetch example.com
usage '--fetch: not with --offline' --fetch --with mta-sts --offline \
	example.com
usage '--dnsbl-key: only with --with dnsbl' --dnsbl-key abc example.com
for value in 90 0s 1.5h 31d h ''; do
	usage "--wait '$value': not a whole number with its unit, as in 90s, 30m, \
2h, 1d; 30d at most" --wait "$value" example.com
done
usage '--wait: not with --offline' --wait 1h --offline example.com
usage '--wait: not with --zone' --wait 1h --zone x example.com
usage '--wait: not with --change' --wait 1h --change x example.com
usage "--timeout '0': not a whole number from 1 to 86400" \
	--timeout 0 example.com
usage "--timeout '1.5': not a whole number from 1 to 86400" \
	--timeout 1.5 example.com
usage "--tries '-1': not a whole number from 1 to 10" --tries=-1 example.com
usage "--rate '0': not a whole number from 1 to 1000000" batch --rate 0
usage "--zone 'a b=x': a name has letters, digits, hyphens and dots only" \
	--zone 'a b=x' example.com
usage "cannot read '/nonexistent': No such file or directory" \
	--zone /nonexistent example.com
cat >"$out/bad.zone" <<'END'
$ORIGIN example.com.
@ 300 A 192.0.2.1
@ 300 A 192.0.2.256
END
run --offline --zone "$out/bad.zone" example.com
expect 'a zone file with an error' 2
holds 'a zone file with an error' "$out/stderr" "mailpreflight: $out/bad.zone:3: "
same 'a zone file with an error' "$out/stdout" ''
run --offline --zone / example.com
expect 'a folder without zone files' 2
same 'a folder without zone files' "$out/stderr" \
	"mailpreflight: cannot read '/': no *.zone, *.db or db.* file is in it"
run --offline --zone example.com=/ example.com
expect 'a folder with one origin' 2
same 'a folder with one origin' "$out/stderr" \
	"mailpreflight: --zone '/': a folder has no one origin"
usage "--date '2026-13-01': not a day as YYYY-MM-DD" \
	--date 2026-13-01 example.com
usage "--waivers 'none': No such file or directory" --waivers none example.com
usage "--baseline 'none': No such file or directory" --baseline none example.com
usage "--baseline '$out/empty': report 1: not a JSON report of check or batch" \
	--baseline "$out/empty" example.com
usage "--waivers '$out/empty': no object with 'waivers', a list, alone" \
	--waivers "$out/empty" example.com
TMPDIR=/nonexistent run batch --offline --format html
expect 'no room for what waits' 4
holds 'no room for what waits' "$out/stderr" 'temporary file'
usage "--format 'xml': no such format" --format xml example.com
usage "--fix 'zoen': no such form of changes; did you mean 'zone'?" \
	--fix zoen example.com
usage "--fix 'zone:': the file has no name" --fix zone: example.com
usage "--fix 'zone': another report goes to standard output already" \
	--json --fix zone example.com
usage "--fix 'nsupdate': another report goes to standard output already" \
	--fix zone --fix nsupdate example.com
usage "--fix 'zone:report': another report goes to that file already" \
	--format text:report --fix zone:report example.com
usage "--fix: not an option of 'spf'" spf --fix zone example.com
usage "--fix: not an option of 'batch'" batch --fix zone
usage "--format 'json:': the file has no name" --format json: example.com
usage "--format 'text': another report goes to standard output already" \
	-j --format text example.com
usage "--format 'text:report': another report goes to that file already" \
	--format json:report --format text:report example.com
usage "--only 'spfx': 'spfx' is no check; did you mean 'spf'?" \
	--only spfx example.com
usage "--only 'mx,': '' is no check" --only mx, example.com
usage "--skip 'mx': no check is left" --only mx --skip mx example.com
usage "--set 'mx.null': not CODE=SEVERITY" --set mx.null example.com
usage "--set 'mx.nul=off': no such finding code; did you mean 'mx.null'?" \
	--set mx.nul=off example.com
usage "--set 'mx.null=bad': the severity is not off, info, warn, unknown or fail" \
	--set mx.null=bad example.com
usage "--fail-on 'info': neither 'warn' nor 'fail'" --fail-on info example.com
usage "--unknown 'pass': neither 'fail' nor 'warn'" --unknown pass example.com
for severity in off info; do
	usage "--set 'dns.timeout=$severity': what could not be determined never passes unseen; --unknown warn accepts it" \
		--set dns.timeout=$severity example.com
done
usage "--color 'sometimes': not 'auto', 'always' or 'never'" \
	--color sometimes example.com
usage '--frobnicate: no such option' --frobnicate example.com
usage "--jsonx: no such option; did you mean '--json'?" --jsonx=1 example.com
usage "--selektor: no such option; did you mean '--selector'?" --selektor s1
usage "-selector: no such option; did you mean '--selector'?" -selector s1
usage "'–s': a dash, where an option begins with hyphens" –s s1 example.com
usage "'chekc': no such command; did you mean 'check'?" chekc example.com
usage "'spf': a command stands before all options" -j spf
usage "--host: given twice: 'a.example' and 'b.example'" -H a.example \
	--host b.example example.com
usage "--provider 'aws': not a sending service that is known here; did you mean 'ses'?" \
	--provider aws example.com
usage "--provider 'gogle': not a sending service that is known here; did you mean 'google'?" \
	--provider gogle example.com
usage "--format 'jsn': no such format; did you mean 'json'?" \
	--format jsn example.com
usage "CODE 'spf-softfail': no such finding; did you mean 'spf.softfail'?" \
	explain spf-softfail
usage "COMMAND 'frobnicate': no such command" help frobnicate
usage "COMMAND 'expain': no such command; did you mean 'explain'?" help expain
usage "IP '203.0.113.0/24': a network; name each address that sends" \
	example.com 203.0.113.0/24
usage "--stage 'request': nothing can be requested without an IP" \
	--stage request -H a.example example.com
usage "--stage 'request': a host is not given: --host, or IP=HOST" \
	--stage request example.com 192.0.2.1=a.example 192.0.2.2
usage '--offline: takes no value' --offline=yes example.com
usage '--host: needs a value: NAME' example.com --host
usage '-Z: no such option' -qZ example.com
usage "--host: not an option of 'explain'" explain --host x
usage "CODE 'no.such': no such finding" explain no.such
usage "CODE 'mx.null': one is enough" explain mx.null mx.null

long=$(printf '%0100000d' 0)
for arguments in "$long" "--$long" "-$long" "--stage $long a.example" \
	"--only $long a.example" "-f a@$long a.example" "explain $long" \
	"a.example $long" "--zone $long a.example" "spf $long" \
	"batch a b$long"; do
	# shellcheck disable=SC2086 # words
	run $arguments
	expect 'a long argument' 2
	if [ "$(wc -c <"$out/stderr")" -le 1024 ]; then
		pass
	else
		fail "a long argument is echoed: $(head -c 99 "$out/stderr")"
	fi
done
unseen="it has a character that cannot be seen"
usage "--mail-from 'a\\027b@a.example': $unseen" \
	-f "$(printf 'a\033b@a.example')" a.example
for command in "spf --ip 192.0.2.1 -f" "spf --ip 192.0.2.1 --helo"; do
	# shellcheck disable=SC2086 # words
	run $command "$(printf 'a\033b@a.example')"
	expect "$command: a control character" 2
done

run --version
expect version 0
holds version "$out/stdout" 'mailpreflight '
for command in check batch explain spf help; do
	run help "$command"
	cp "$out/stdout" "$out/help"
	run "$command" --help
	expect "$command --help" 0
	holds "$command --help" "$out/stdout" 'Usage:'
	same "help $command" "$out/help" "$(cat "$out/stdout")"
done
run explain reverse.default
expect explain 0
holds explain "$out/stdout" 'What to do'

echo 'a.example hots=mta1.a.example' >"$out/senders"
run batch --offline "$out/senders"
expect 'a setting that is not known' 2
holds 'a setting that is not known' "$out/stdout" "did you mean 'host='"
run explain 5.7.25
expect "a receiver's code" 0
holds "a receiver's code" "$out/stdout" 'reverse.missing'
run explain 550-5.7.27 "Sender address has null MX"
expect "a receiver's words" 0
holds "a receiver's words" "$out/stdout" 'mx.null'
if grep -q 'spf' "$out/stdout"; then fail 'the words decide'; else pass; fi
usage "REPLY '5.9.9': not one that is known here" explain 5.9.9
usage "REPLY '550': not one that is known here" explain 550

# Forms of the same arguments.
passes --json
expect 'the domain that passes' 0
cp "$out/stdout" "$out/want"
run --json --offline --zone=passes.example.zone --zone reverse.zone \
	-Hmta1.passes.example --selector=s1 -- PASSES.Example. \
	203.0.113.6 ::ffff:203.0.113.6
expect 'other forms' 0
same 'other forms' "$out/stdout" "$(cat "$out/want")"
run check --format json --offline --zone passes.example.zone \
	--zone 113.0.203.in-addr.arpa=reverse.zone -s s1 -s s1@passes.example \
	--host mta1.passes.example passes.example 203.0.113.6 203.0.113.6
expect 'what is given twice counts once' 0
run --json --offline --zone passes.example.zone --zone reverse.zone -s \
	s1._domainkey.passes.example. '203.0.113.6/32,[203.0.113.6]' \
	'Info <info@passes.example>' -H mta1.passes.example
same 'an address and a selector as they are copied' "$out/stdout" \
	"$(cat "$out/want")"
echo '@ 300 SOA ns hostmaster 1 7200 900 1209600 300' >"$out/idna.zone"
run --offline --zone xn--bcher-kva.example="$out/idna.zone" --only mx bücher.example -j
holds 'U-labels' "$out/stdout" '"domain": "xn--bcher-kva.example"'
run --offline --zone xn--bcher-kva.example="$out/idna.zone" --only mx BÜCHER。example -j
holds 'capitals and full-width dots' "$out/stdout" \
	'"domain": "xn--bcher-kva.example"'
run --offline --only mx -f '' -j passes.example --zone passes.example.zone
holds 'the null sender' "$out/stdout" '"mail_from": ""'
run --offline --only mx -f '"a@b"@passes.example' -j passes.example \
	--zone passes.example.zone
holds 'a quoted local part' "$out/stdout" \
	'"mail_from": "\"a@b\"@passes.example"'

# Statuses.
run --offline --zone passes.example.zone example.com
expect 'a domain that no zone given has' 2
same 'and why' "$out/stderr" \
	"mailpreflight: DOMAIN 'example.com': no zone or recording given has it, and nobody else is asked"
run --offline --zone passes.example.zone below.passes.example --only domain,mx
expect 'a name in a zone given' 1
run --offline --zone passes.example.zone -f a@example.com --only spf passes.example
expect 'nothing is known' 3
run --offline --only spf --zone passes.example.zone -f a@example.com passes.example --unknown warn
expect '--unknown warn' 0
holds 'the verdict is unknown all the same' "$out/stdout" 'unknown  1 check could'
run --offline --only spf --zone passes.example.zone -f a@example.com passes.example --unknown warn \
	--fail-on warn
expect '--unknown warn and --fail-on warn' 1
run --offline --only spf --zone passes.example.zone -f a@example.com passes.example --unknown fail
expect '--unknown fail' 1
run --offline --only spf --zone passes.example.zone -f a@example.com passes.example \
	--set dns.not-covered=warn
expect '--set warn' 0
run --offline --only reverse --zone passes.example.zone passes.example
expect 'all was skipped: no silent pass' 3
run --offline --only reverse --zone passes.example.zone passes.example --unknown warn
expect 'nor with --unknown warn' 3
run --offline --only dkim --zone fails.example.zone -s s1 fails.example
expect 'a warning passes' 0
run --offline --only dkim --zone fails.example.zone -s s1 fails.example \
	--fail-on warn
expect 'a warning fails with --fail-on warn' 1
run --offline --only dkim --zone fails.example.zone -s s1 fails.example \
	--set dkim.key-weak=fail
expect '--set fail' 1
run --offline --only dkim --zone fails.example.zone -s s1 fails.example \
	--set dkim.key-weak=off --fail-on warn
expect '--set off' 0

# Where reports go.
passes --format json:"$out/report.json"
expect 'a report in a file' 0
same 'a report in a file' "$out/report.json" "$(cat "$out/want")"
holds 'and the text on standard output' "$out/stdout" 'checks passed'
test -z "$(find "$out" -name 'report.json.*')" || fail 'a temporary file is left'
echo old >"$out/target"
ln -s target "$out/link"
passes -j --format text:"$out/link"
holds 'a link is followed' "$out/target" 'checks passed'
if test -L "$out/link"; then pass; else fail 'a link was replaced'; fi
ln -s nowhere "$out/dangling"
passes --format json:"$out/dangling"
expect 'a link that leads nowhere' 4
if test -L "$out/dangling"; then pass; else fail 'a link was replaced'; fi
ln -s loop "$out/loop"
passes --format json:"$out/loop"
expect 'a link that may not be followed' 4
if test -L "$out/loop"; then pass; else fail 'a link was replaced'; fi
status=0
(
	ulimit -f 1
	"$program" --offline --zone passes.example.zone --format \
		json:"$out/large" passes.example >/dev/null 2>"$out/stderr"
) || status=$?
expect 'a file larger than is allowed' 4
holds 'a file larger than is allowed' "$out/stderr" "cannot write '$out/large'"
test -z "$(find "$out" -name 'large*')" || fail 'a temporary file is left'
passes --format json:"$out/nonexistent/x"
expect 'a file that cannot be made' 4
holds 'a file that cannot be made' "$out/stderr" "cannot write '$out/nonexist"
passes --format json:/dev/null
expect 'a device is written to' 0
test -c /dev/null || fail 'a device was replaced'

# Output that cannot be written.
if test -c /dev/full; then
	for format in text json; do
		status=0
		"$program" --offline --zone passes.example.zone passes.example \
			--format "$format" \
			>/dev/full 2>"$out/stderr" || status=$?
		expect "/dev/full, $format" 4
		holds "/dev/full, $format" "$out/stderr" \
			'cannot write to standard output'
	done
	passes --format json:/dev/full
	expect '/dev/full as the file' 4
fi
for arguments in --version --help explain 'explain mx.null'; do
	status=0
	# shellcheck disable=SC2086 # words
	"$program" $arguments >&- 2>"$out/stderr" || status=$?
	expect "closed standard output: $arguments" 4
done
{
	status=0
	"$program" explain 2>"$out/stderr" || status=$?
	echo "$status" >"$out/status"
} | :
sleep 0.1
same 'a closed pipe ends quietly' "$out/stderr" ''

# A runner of workflows takes no command from the DNS.
cat >"$out/runner.example.zone" <<'END'
$ORIGIN runner.example.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ TXT "v=spf1 ##[add-mask]x ::error::x -all"
END
for command in "check --only spf" "spf --ip 192.0.2.1 -f" "check -v --only spf"
do
	# shellcheck disable=SC2086 # words
	GITHUB_ACTIONS=true run $command runner.example --offline \
		--zone "$out/runner.example.zone"
	if grep -q -e '##\[' -e '::error' "$out/stdout"; then
		fail "$command: a workflow command"
	else
		pass
	fi
	holds "$command: a workflow command" "$out/stdout" '#\035[add-mask]'
done

# Changes.
printf '%s\n' '@ SOA ns host 1 2 3 4 5' '@ TXT "v=spf1 -all"' \
	>"$out/fix.example.zone"
run --offline --zone "fix.example=$out/fix.example.zone" --only spf \
	fix.example 192.0.2.1 --fix zone
expect '--fix zone' 1
holds '--fix zone' "$out/stdout" '; was: fix.example. '
holds '--fix zone' "$out/stdout" 'IN TXT "v=spf1 ip4:192.0.2.1 -all"'
same '--fix zone says nothing else' "$out/stderr" ''
run --offline --zone "fix.example=$out/fix.example.zone" --only spf \
	fix.example 192.0.2.1 --json --fix "nsupdate:$out/fix.nsupdate"
holds '--fix beside a report' "$out/stdout" '"changes": ['
holds '--fix beside a report' "$out/fix.nsupdate" 'prereq yxrrset'
passes --fix route53
expect 'nothing to mend' 0
same 'nothing to mend: nothing is written' "$out/stdout" ''
same 'nothing to mend: it is said' "$out/stderr" \
	'mailpreflight: nothing that a change of the zone would mend'

# What a change proposes is from its line, all else from the zone's.
cat >"$out/proposed" <<'EOT'
zone passes.example
update delete passes.example TXT
update add passes.example 300 TXT "v=spf1 ip4:192.0.2.1 ~all"
send
EOT
passes --change "$out/proposed" --format sarif
proposed='"uri":"[^"]*/proposed"},"region":{"startLine":3}'
if grep -q "spf.softfail.*$proposed" "$out/stdout"; then
	pass
else
	fail 'a finding from a change has its file and line'
fi
passes --change "$out/proposed" --format "sarif:$out/sarif" --only dmarc
if grep -q "$proposed" "$out/sarif"; then
	fail 'a finding from elsewhere is not from the change'
else
	pass
fi

# Looks.
passes --color always
holds colour "$out/stdout" "$(printf '\033[32mpass\033[0m')"
NO_COLOR=1 passes
if grep -q "$(printf '\033')" "$out/stdout"; then
	fail 'NO_COLOR'
else
	pass
fi
passes -q
same '-q says one line where all passes' "$out/stdout" \
	"$(tail -n 1 "$out/stdout")"
passes -v
holds '-v shows lookups' "$out/stdout" '10 mx1.passes.example'

echo "cli: $passed passed, $failed failed"
test "$failed" -eq 0

# bash completion for mailpreflight; made by "make docs".

# WORDS [SUFFIX]
_mailpreflight_words()
{
	test $# -eq 1 || compopt -o nospace
	mapfile -t COMPREPLY < <(compgen -S "${2-}" -W "$1" -- "$cur")
}

# The last of a list with commas.
_mailpreflight_list()
{
	local done=

	if [[ $cur == *,* ]]; then
		done=${cur%,*},
	fi
	mapfile -t COMPREPLY < <(compgen -P "$done" -W "$1" -- "${cur##*,}")
}

_mailpreflight_files()
{
	compopt -o filenames
	mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

_mailpreflight()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local at=$COMP_CWORD before='' checks codes

	COMPREPLY=()
	checks="change domain address dnsbl forward reverse helo mx spf spf-helo dkim signature dmarc message ns parked provider mta-sts tls-rpt dnssec dane bimi port25 waiver"
	codes="change.conflict change.string-length change.unquoted change.split-spf change.drops change.unknown change.routed change.alias change.proxied change.unread change.private domain.missing domain.unanswered address.private address.documentation dnsbl.listed dnsbl.domain-listed dnsbl.policy dnsbl.allowed dnsbl.refused dnsbl.broken dnsbl.hijacked forward.missing forward.mismatch forward.cname forward.extra forward.ipv6-unlisted reverse.missing reverse.default reverse.generic reverse.unconfirmed reverse.partial reverse.mismatch reverse.multiple reverse.invalid-name reverse.cname helo.not-fqdn helo.unresolvable helo.mismatch mx.missing mx.implicit mx.null mx.null-mixed mx.target-missing mx.target-cname mx.target-ip mx.target-private spf.fail spf.softfail spf.neutral spf.none spf.permerror spf.temperror spf.needs-helo spf.multiple spf.near-miss spf.syntax spf.lookup-limit spf.lookup-near-limit spf.void-limit spf.void-strict spf.equals-sign spf.mx-limit spf.include-none spf.include-loop spf.pass-all spf.include-all-ignored spf.neutral-all spf.no-all spf.after-all spf.redirect-ignored spf.ptr spf.ptr-many spf.split spf.private spf.sender-id spf.type99 spf.long spf.joined-strings spf.duplicate-term spf.broad spf.not-inherited spf-helo.none spf-helo.fail spf-helo.permerror dkim.no-selector dkim.missing dkim.cname-dangling dkim.multiple dkim.syntax dkim.revoked dkim.key-invalid dkim.key-short dkim.key-weak dkim.key-large dkim.key-mismatch dkim.key-pkcs1 dkim.ed25519-only dkim.private-key dkim.wildcard dkim.testing dkim.hash dkim.service signature.valid signature.body signature.invalid signature.expired signature.key signature.unaligned signature.length signature.from signature.algorithm signature.none signature.time signature.headers-only dmarc.missing dmarc.multiple dmarc.syntax dmarc.misplaced dmarc.policy-none dmarc.subdomain-policy dmarc.testing dmarc.unaligned dmarc.needs-dkim dmarc.spf-unaligned dmarc.spf-only dmarc.no-report dmarc.report-unauthorized dmarc.obsolete-tag dmarc.inherited dmarc.psl-differs dmarc.walk-cut message.refused message.differs ns.inconsistent ns.delegation ns.lame ns.unreachable parked.spf parked.mx parked.dmarc parked.dkim provider.spf provider.dkim mta-sts.none mta-sts.record mta-sts.host mta-sts.unreachable mta-sts.certificate mta-sts.redirect mta-sts.policy mta-sts.mx-uncovered mta-sts.testing mta-sts.short tls-rpt.none tls-rpt.record dnssec.insecure dnssec.unvalidated dnssec.weak dnssec.expiring dane.none dane.unvalidated dane.insecure-mx dane.unusable dane.partial dane.bogus bimi.none bimi.record bimi.dmarc bimi.no-mark port25.blocked port25.refused port25.silent port25.greeting port25.other-address port25.ipv6 port25.no-starttls port25.seen waiver.expired waiver.unused dns.timeout dns.too-complex dns.servfail dns.refused dns.filtered dns.bogus dns.malformed dns.loop dns.tls dns.not-covered dns.undecided dns.budget"

	if [[ $cur == [=:] ]]; then
		cur=
		((at++))
	fi
	if [[ ${COMP_WORDS[at - 1]} == [=:] ]]; then
		prev=${COMP_WORDS[at - 2]}
		if ((at > 2)); then
			before=${COMP_WORDS[at - 3]}
			if [[ $before == = ]]; then
				before=${COMP_WORDS[at - 4]}
			fi
		fi
	fi
	case $before in
	-s | --selector)
		_mailpreflight_files
		return
		;;
	--message)
		_mailpreflight_files
		return
		;;
	--zone)
		_mailpreflight_files
		return
		;;
	--change)
		_mailpreflight_files
		return
		;;
	--record)
		_mailpreflight_files
		return
		;;
	--replay)
		_mailpreflight_files
		return
		;;
	--format)
		_mailpreflight_files
		return
		;;
	--fix)
		_mailpreflight_files
		return
		;;
	--set)
		_mailpreflight_words "off info warn unknown fail"
		return
		;;
	--baseline)
		_mailpreflight_files
		return
		;;
	--waivers)
		_mailpreflight_files
		return
		;;
	esac
	case $prev in
	-H | --host)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur")
		return
		;;
	--ip)
		return
		;;
	--port)
		return
		;;
	--helo)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur")
		return
		;;
	-f | --mail-from)
		return
		;;
	-s | --selector)
		return
		;;
	--message)
		_mailpreflight_files
		return
		;;
	--hop)
		return
		;;
	--provider)
		_mailpreflight_words "ses google microsoft mailgun sendgrid postmark mailchimp mandrill salesforce marketing-cloud zoho sparkpost brevo hubspot mimecast proofpoint proton fastmail icloud improvmx sakura xserver onamae"
		return
		;;
	--stage)
		_mailpreflight_words "request live"
		return
		;;
	--profile)
		_mailpreflight_words "basic bulk parked"
		return
		;;
	-S | --server)
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur")
		return
		;;
	--timeout)
		return
		;;
	--tries)
		return
		;;
	--rate)
		return
		;;
	--wait)
		return
		;;
	--first-line)
		return
		;;
	--jobs)
		return
		;;
	--zone)
		_mailpreflight_files
		return
		;;
	--change)
		_mailpreflight_files
		return
		;;
	--record)
		_mailpreflight_files
		return
		;;
	--replay)
		_mailpreflight_files
		return
		;;
	--format)
		_mailpreflight_words "text json junit sarif github gitlab tap markdown prometheus html"
		return
		;;
	--request)
		_mailpreflight_words "aws gcp azure hetzner linode digitalocean vultr scaleway ovh oracle sakura conoha"
		return
		;;
	--fix)
		_mailpreflight_words "zone nsupdate route53 terraform"
		return
		;;
	--only)
		_mailpreflight_list "$checks"
		return
		;;
	--skip)
		_mailpreflight_list "$checks"
		return
		;;
	--with)
		_mailpreflight_list "$checks"
		return
		;;
	--dnsbl-key)
		return
		;;
	--set)
		_mailpreflight_words "$codes" =
		return
		;;
	--fail-on)
		_mailpreflight_words "warn fail"
		return
		;;
	--unknown)
		_mailpreflight_words "fail warn"
		return
		;;
	--baseline)
		_mailpreflight_files
		return
		;;
	--waivers)
		_mailpreflight_files
		return
		;;
	--date)
		return
		;;
	--color)
		_mailpreflight_words "auto always never"
		return
		;;
	esac
	case ${COMP_WORDS[1]} in
	spf)
		_mailpreflight_words " --ip --helo -f --mail-from -S --server --tls --timeout --tries --rate --zone --change --offline --record --replay -j --json --format --color -q --quiet -v --verbose -h --help -V --version"
		return
		;;
	batch)
		if [[ $cur != -* ]]; then
			_mailpreflight_files
			return
		fi
		_mailpreflight_words " -S --server --tls --timeout --tries --rate --first-line --jobs --brief --zone --change --offline --record --replay -j --json --format --only --skip --with --dnsbl-key --set --fail-on --unknown --baseline --waivers --date -h --help -V --version"
		return
		;;
	probe)
		_mailpreflight_words " -H --host -4 --ipv4 -6 --ipv6 --port --helo --stage -S --server --tls --timeout --tries --rate --zone -j --json --format --set --fail-on --unknown --color -q --quiet -v --verbose -h --help -V --version"
		return
		;;
	explain)
		_mailpreflight_words "$codes -h --help -V --version"
		return
		;;
	help)
		_mailpreflight_words " -h --help -V --version"
		return
		;;
	esac
	if ((COMP_CWORD == 1)) && [[ $cur != -* ]]; then
		_mailpreflight_words "check spf batch probe explain help"
		return
	fi
	_mailpreflight_words " -H --host --helo -f --mail-from -s --selector --find-selectors --message --hop --provider --stage --profile -S --server --authoritative --tls --timeout --tries --rate --wait --zone --change --offline --record --replay -j --json --format --request --fix --only --skip --with --dnsbl-key --fetch --set --fail-on --unknown --baseline --waivers --date --color -q --quiet -v --verbose -h --help -V --version"
}

complete -F _mailpreflight mailpreflight

#!/bin/sh
# packages.sh TARGET - install the Debian packages that a target of the Makefile
# needs and that are missing; with sudo unless we are root.
set -eu

build='build-essential pkg-config libldns-dev libssl-dev libjansson-dev
	libidn2-dev libseccomp-dev'
check='bind9 bind9-dnsutils bind9-utils check cmark-gfm dnsmasq-base fish
	golang-blitiri-go-spf-dev iproute2 jq knot knot-resolver
	ldnsutils libmail-dkim-perl libxml2-utils mandoc nsd opendkim-tools openssl
	parallel pdns-recursor perl procps prometheus publicsuffix python3
	python3-dkim python3-jsonschema python3-yaml tidy unbound util-linux
	xz-utils yq zsh'
bench='bind9-dnsutils dnsperf nsd python3 util-linux'
deb='debhelper dpkg-dev lintian'
differential='golang-go libmail-spf-perl python3-cryptography python3-nacl
	python3-spf'
foreign='dpkg-dev gcc-i686-linux-gnu gcc-s390x-linux-gnu qemu-user-static'
static='libunistring-dev'
asan='clang libclang-rt-dev'
lint='clang clang-format clang-tidy cppcheck shellcheck'

case ${1-} in
build) wanted=$build ;;
check) wanted="$build $check" ;;
bench) wanted="$build $bench" ;;
deb) wanted="$build $check $deb" ;;
asan) wanted="$build $check $asan" ;;
differential) wanted="$build $check $differential" ;;
foreign) wanted="$build $check $foreign" ;;
static) wanted="$build $static" ;;
lint) wanted="$build $check $lint" ;;
*)
	echo 'usage: packages.sh asan|build|check|bench|deb|differential|foreign|lint|static' >&2
	exit 2
	;;
esac

missing=
for package in $wanted; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
		grep -q 'ok installed' || missing="$missing $package"
done
test -n "$missing" || exit 0
sudo=
test "$(id -u)" -eq 0 || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086 # a list of words
$sudo apt-get install -y -qq --no-install-recommends $missing

#!/bin/sh
# foreign.sh i386|s390x - build for another architecture of Debian, 32-bit or
# big-endian, and run the tests there that need no server, by emulation.  Its
# libraries come from Debian into a folder of their own; the packages of the
# system stay as they are.  Exits with 77 where they cannot be had.
set -eu

cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
# shellcheck disable=SC1091 # of the system
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")

# libraries ARCH: what the build links to, in $root.
libraries() {
	place=$work/apt
	mkdir -p "$place/state/lists/partial" "$place/cache/archives/partial" \
		"$place/etc/parts" "$root"
	: >"$place/state/status"
	echo "deb http://deb.debian.org/debian $codename main" \
		>"$place/etc/sources"
	cat >"$place/etc/apt.conf" <<-EOF
		APT::Architecture "$1";
		APT::Architectures "$1";
		APT::Install-Recommends "false";
		Dir::State "$place/state";
		Dir::State::status "$place/state/status";
		Dir::Cache "$place/cache";
		Dir::Cache::pkgcache "pkgcache";
		Dir::Cache::srcpkgcache "srcpkgcache";
		Dir::Etc::sourcelist "$place/etc/sources";
		Dir::Etc::sourceparts "$place/etc/parts";
		Dir::Etc::preferencesparts "$place/etc/parts";
	EOF
	(
		APT_CONFIG=$place/etc/apt.conf
		export APT_CONFIG
		apt-get -qq update
		apt-get -qq -y --download-only install libc6-dev libldns-dev \
			libssl-dev libjansson-dev libidn2-dev check
	) >"$work/log" 2>&1 || return 1
	for package in "$place/cache/archives"/*.deb; do
		dpkg-deb -x "$package" "$root"
	done
}

# emulated FILE EMULATOR: from here on FILE runs in the emulator.
emulated() {
	mv "$1" "$1.foreign"
	printf '#!/bin/sh\nexec %s -L %s %s "$@"\n' "$2" "$root" \
		"$PWD/$1.foreign" >"$1"
	chmod +x "$1"
}

case ${1-} in
i386) compiler=i686-linux-gnu-gcc ;;
s390x) compiler=s390x-linux-gnu-gcc ;;
*)
	echo 'usage: foreign.sh i386|s390x' >&2
	exit 2
	;;
esac
if ! sh tests/packages.sh foreign || ! libraries "$1"; then
	echo "foreign: no packages for $1, skipped"
	exit 77
fi
mkdir "$work/tree"
git ls-files -z | tar --null -T - -cf - | tar -C "$work/tree" -xf -
cd "$work/tree"
PKG_CONFIG_SYSROOT_DIR=$root
PKG_CONFIG_LIBDIR=$root/usr/lib/$1-linux-gnu/pkgconfig
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
make -s -j2 CC="$compiler --sysroot=$root" CFLAGS=-Werror mailpreflight \
	tests/unit/run
emulated mailpreflight "qemu-$1-static"
emulated tests/unit/run "qemu-$1-static"
CK_TIMEOUT_MULTIPLIER=10 sh tests/check.sh ./mailpreflight tests/program/cases.sh \
	tests/program/cli.sh

#!/bin/sh
# packaging.sh - the tarball builds and passes by itself, two builds in two
# places have the same bytes, what "make install" puts somewhere is complete and
# goes away again, the Debian package is without fault, and the static program
# runs where there is nothing else.
set -u

cd "$(dirname "$0")/../.." || exit
version=$(sed -n 's/^VERSION *= *//p' Makefile)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
as_root=
[ "$(id -u)" -eq 0 ] || as_root="unshare -r"
passed=0 failed=0

# check NAME COMMAND ...
check() {
	name=$1
	shift
	if "$@" >"$work/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "packaging: $name:"
		tail -n 30 "$work/log"
	fi
}

# build FOLDER: the tarball, unpacked and built there.
build() {
	mkdir -p "$1" &&
		tar -C "$1" --strip-components 1 -xzf \
			"$work/dist/mailpreflight-$version.tar.gz" &&
		make -s -C "$1" mailpreflight
}

passes() {
	make -s -C "$work/one" tests/unit/run &&
		(cd "$work/one" && tests/unit/run) &&
		sh "$work/one/tests/program/cases.sh" "$work/one/mailpreflight"
}

installs() {
	make -s -C "$work/one" install DESTDIR="$work/root" PREFIX=/usr &&
		(cd "$work/root" && find . -type f | sort) >"$work/found" &&
		diff tests/install/packaging.files "$work/found" &&
		"$work/root/usr/bin/mailpreflight" --version
}

uninstalls() {
	make -s -C "$work/one" uninstall DESTDIR="$work/root" PREFIX=/usr &&
		test -z "$(find "$work/root" -type f)"
}

# Where there is nothing but the program and the zone file that it reads.
runs_alone() {
	make -s static &&
		mkdir -p "$work/alone/tmp" &&
		strip -o "$work/alone/mailpreflight" mailpreflight-static &&
		cp tests/demo/*.zone "$work/alone" &&
		$as_root chroot "$work/alone" /mailpreflight --offline --zone \
			passes.example.zone --zone reverse.zone \
			-H mta1.passes.example -s s1 passes.example 203.0.113.6 &&
		sh tests/program/cases.sh ./mailpreflight-static
}

check 'the tarball is made' make -s dist DIST="$work/dist"
check 'it builds' build "$work/one"
check 'it builds elsewhere' build "$work/a folder of another name"
check 'to the same bytes' cmp "$work/one/mailpreflight" \
	"$work/a folder of another name/mailpreflight"
check 'it passes by itself' passes
check 'make install is complete' installs
check 'make uninstall leaves nothing' uninstalls
check 'the Debian package' make -s deb DIST="$work/dist"
check 'the static program' runs_alone
echo "$passed passed, $failed failed"
test "$failed" -eq 0

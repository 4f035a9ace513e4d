#!/bin/sh
# make.sh - mailpreflight.1 from mailpreflight.1.in and the program's tables.
set -eu

cd "$(dirname "$0")"
parts=$(sed -n 's/^\.\\" @\([A-Z]*\)@$/\1/p' mailpreflight.1.in)
cp mailpreflight.1.in page.tmp
for part in $parts; do
	./tables "$part" >part.tmp
	sed -e "/@$part@/r part.tmp" -e "/@$part@/d" page.tmp >next.tmp
	mv next.tmp page.tmp
done
mv page.tmp mailpreflight.1
rm -f part.tmp

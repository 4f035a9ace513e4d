#!/bin/sh
# make.sh VERSION FOLDER - from the tarball of this version in FOLDER, Debian's
# source and binary packages beside it.  DEBFULLNAME and DEBEMAIL are whose
# packages they are; SOURCE_DATE_EPOCH is their date.
set -eu

version=$1
folder=$2
here=$(cd "$(dirname "$0")" && pwd)
maintainer="${DEBFULLNAME:-The mailpreflight authors} \
<${DEBEMAIL:-mailpreflight@example.org}>"
date=$(date -u -R -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}")

cd "$folder"
cp "mailpreflight-$version.tar.gz" "mailpreflight_$version.orig.tar.gz"
rm -rf "mailpreflight-$version"
tar -xzf "mailpreflight-$version.tar.gz"
cd "mailpreflight-$version"
mkdir -p debian/source
for file in changelog control copyright lintian-overrides rules \
	source/format; do
	sed -e "s/@MAINTAINER@/$maintainer/" -e "s/@VERSION@/$version/" \
		-e "s/@DATE@/$date/" "$here/$file" >"debian/$file"
done
# The licence's paragraphs, as the format of the copyright file has them.
sed -e '1,4d' -e 's/^$/./' -e 's/^/ /' LICENSE >>debian/copyright
chmod +x debian/rules
dpkg-buildpackage -us -uc

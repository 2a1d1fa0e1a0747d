#!/bin/sh
# Installs the build into an empty folder, builds another project against it, and runs both.
# Usage: install.sh BUILD-FOLDER SOURCE-FOLDER
set -eu
build=$1
source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$build" --prefix "$folder/usr" >/dev/null
"$folder/usr/bin/betledger" --version
cmake -S "$source/tests/package/consumer" -B "$folder/consumer" -DCMAKE_PREFIX_PATH="$folder/usr" \
  -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$folder/consumer"
"$folder/consumer/consumer"
(cd "$build" && cpack -G DEB -B "$folder/deb" >/dev/null)
dpkg-deb --contents "$folder"/deb/*.deb | grep -E 'bin/betledger|man1|completions|cmake'

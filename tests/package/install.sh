#!/bin/sh
# Installs the build into an empty folder, builds the C++ example against what was installed, and runs both on the
# shop's quarter at half-time. Usage: install.sh BUILD-FOLDER SOURCE-FOLDER
set -eu
build=$1
source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$build" --prefix "$folder/usr" >/dev/null
betledger="$folder/usr/bin/betledger"
"$betledger" --version

headers=$(cd "$folder/usr" && find . -name '*.h')
[ "$headers" = ./include/betledger/betledger.h ] || { echo "headers installed: $headers"; exit 1; }

cmake -S "$source/examples/cpp" -B "$folder/cpp" -DCMAKE_PREFIX_PATH="$folder/usr" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$folder/cpp"

mkdir "$folder/shop"
cd "$folder/shop"
export BETLEDGER_NOW=2011-08-15T09:00:00Z BETLEDGER_ACTOR=steward
{
  "$betledger" init --example store
  "$betledger" apply tree.yaml bets.yaml
  "$betledger" actuals import history.csv
  "$betledger" cycle open 2011Q3 --target "net_revenue >= 1.75M"
  "$betledger" cycle commit --because "the example starts late"
  "$betledger" actuals import actuals-2011-08-14.csv
} >/dev/null 2>&1
"$folder/cpp/landing" betledger.db
# The library and the program say the same of the same ledger.
"$folder/cpp/landing" betledger.db | grep -F "$("$betledger" gap --format json 2>/dev/null | python3 -c '
import json, sys
bridge = json.load(sys.stdin)["bridge"]
print("plan {:.0f}, landing {:.0f}".format(bridge["plan"], bridge["landing"]))')"

cd "$build"
cpack -G DEB -B "$folder/deb" >/dev/null
dpkg-deb --contents "$folder"/deb/*.deb | grep -E 'bin/betledger|man1|completions|cmake|betledger.h'

#!/bin/sh
# The demo, as a person would type it. Usage: demo.sh PATH-TO-BETLEDGER, in an empty folder.
set -eu
betledger=$(readlink -f "$1")
export BETLEDGER_ACTOR="${BETLEDGER_ACTOR:-steward}"

step() {
  printf '\n$ betledger %s\n' "$*"
  "$betledger" "$@"
}

step init --example store
step apply tree.yaml bets.yaml
step actuals import history.csv
step check || true # it has findings, as real data do
step cycle open 2011Q3 --target "net_revenue >= 1.75M" --focus-inputs returning_buyers,orders_per_buyer
step forecast

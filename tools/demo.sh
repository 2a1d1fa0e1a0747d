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
step cycle commit
step bet deliver price_rounding --on 2011-07-04 --quiet
step bet deliver trade_catalogue --on 2011-07-25 --quiet
step bet deliver one_click --on 2011-07-25 --share 80% --quiet
step bet deliver gift_sets --on 2011-08-01 --quiet
step actuals import actuals-2011-08-14.csv
step gap
step digest
step actuals import actuals-2011-09-25.csv
step review
step review accept L2 --because "the mailing list grew with new buyers" --quiet
step cycle close --next 2011Q4

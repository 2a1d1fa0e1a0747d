#!/usr/bin/env python3
"""The example store through its quarter: every JSON it prints holds to the schema of its output.

    store_contracts.py PROGRAM
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import json_schema

BEFORE, WITHIN, AFTER = "2011-06-26T09:00:00Z", "2011-08-15T09:00:00Z", "2011-10-02T09:00:00Z"
# When, what is called, and whether it prints a contract.
STEPS = [
    (BEFORE, "init --example store", False),
    (BEFORE, "apply tree.yaml bets.yaml", True),
    (BEFORE, "actuals import history.csv", True),
    (BEFORE, "check", True),
    (BEFORE, "cycle open 2011Q3 --focus-inputs new_buyers,returning_buyers --target", False),
    (BEFORE, "rank --runs 2000", True),
    (BEFORE, "forecast --runs 8000", True),
    (BEFORE, "forecast --runs 2000 --drop one_click", True),
    (BEFORE, "backtest --metrics net_revenue --least 18 --horizon 4 --runs 500", True),
    (BEFORE, "cycle commit --runs 8000", True),
    (BEFORE, "cycle show 2011Q3", True),
    (BEFORE, "cycle list", True),
    (BEFORE, "bet show", True),
    (BEFORE, "bet show one_click", True),
    (BEFORE, "explain net_revenue", True),
    (BEFORE, "explain T001", True),
    (WITHIN, "bet deliver one_click --on 2011-08-03 --share 80%", False),
    (WITHIN, "bet deliver welcome_letter --on 2011-07-12", False),
    (WITHIN, "bet stop price_rounding --on 2011-07-20 --because no", False),
    (WITHIN, "actuals import actuals-2011-08-14.csv", True),
    (WITHIN, "standing", True),
    (WITHIN, "gap", True),
    (WITHIN, "digest --particles 1024", True),
    (WITHIN, "why net_revenue --particles 1024", True),
    (WITHIN, "review --particles 1024", True),
    (AFTER, "actuals import actuals-2011-09-25.csv", True),
    (AFTER, "gap --particles 1024", True),
    (AFTER, "review", True),
    (AFTER, "optimism show", True),
    (AFTER, "experiment list", True),
    (AFTER, "log", True),
    (AFTER, "show 1", True),
    (AFTER, "verify", True),
]


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    outputs = json_schema.Outputs(program)
    wrong, held = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for now, words, is_contract in STEPS:
            call = [program, *words.split()]
            call += ["net_revenue >= 1.75M"] if words.endswith("--target") else []
            call += ["--format", "json"] if is_contract else []
            environment = {"PATH": os.environ["PATH"], "HOME": folder, "BETLEDGER_ACTOR": "steward", "BETLEDGER_NOW": now}
            done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            if done.returncode not in (0, 1):
                wrong.append(f"{words}: exit code {done.returncode}: {done.stderr}")
            elif is_contract:
                held += 1
                wrong += [f"{words}: {failure}" for failure in outputs.failures(done.stdout)]
    print("\n".join(wrong) or f"{held} documents hold to their schemas")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

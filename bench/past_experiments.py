#!/usr/bin/env python3
"""What `betledger priors learn` and `betledger calibration` are worth on real data: the figures of docs/statistics-learning.md, made through the command line.

    past_experiments.py PROGRAM [FOLDER]

FOLDER holds the files of the sources (upworthy_headline_tests.csv, asos_ab_tests.csv, replication_beliefs.csv, replication_survey_responses.csv,
treatment_effects.csv, individual_predictions.csv); those of the tests are taken for what is missing.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent / "tests" / "data" / "learning"


def answer(program, *words):
    done = subprocess.run([program, *map(str, words), "--format", "json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def find(folder, name, own):
    for place in (folder / name if folder else None, TESTS / own if own else None):
        if place and place.exists():
            return place
    return None


def headlines(program, path):
    report = answer(program, "priors", "learn", path, "--where", "problem_window=0", "--useful", "10%", "--columns",
                    "experiment=test,impressions=impr_A,clicks=clicks_A,held_impressions=impr_B,held_clicks=clicks_B")
    held, prior = report["held_out"], report["prior"]
    low, high = prior["base_rate_interval"]
    print(f"headlines: {report['experiments']} tests, {len(report['effects'])} arms; {prior['family']}, base rate {prior['base_rate']:.2f} ({low:.2f} to {high:.2f}), "
          f"10 % or more {prior['probability_useful']:.2f}")
    print(f"  slope {held['slope']:.3f}; squared error against half B {held['error_ratio']:.3f} of raw, {held['truth_ratio']:.3f} without B's own sampling error")
    print(f"  {held['significant']} significant in A: squared error {held['significant_error_ratio']:.3f} of raw; claimed {held['claimed']:.3f}, predicted {held['predicted']:.3f}, seen {held['seen']:.3f} +- {held['seen_se']:.3f} "
          f"({held['predicted'] / held['seen'] - 1:+.1%})")
    for family in report["families"]:
        print(f"  {family['family']}: log evidence {family['log_evidence']:.2f}, base rate {family['base_rate']:.2f}")


def asos(program, path):
    report = answer(program, "priors", "learn", path)
    prior = report["prior"]
    low, high = prior["base_rate_interval"]
    print(f"ASOS: {len(report['effects'])} readouts; {prior['family']}, base rate {prior['base_rate']:.2f} ({low:.2f} to {high:.2f}), 1 % or more {prior['probability_useful']:.3f}")


def beliefs(program, what, path, columns):
    report = answer(program, "calibration", path, "--columns", columns)["by_forecaster"]
    score = report["leave_one_out"]
    slope = f", slope {report['slope']['estimate']:.2f} +- {report['slope']['se']:.2f}" if report["slope"] else ""
    print(f"{what}: {report['forecasts']} forecasts of {score['items']}; bias {report['bias']['estimate']:.2f} +- {report['bias']['se']:.2f}{slope}; left out: {score['raw']:.4f} -> "
          f"{score['corrected']:.4f}, gain {score['gain']:.4f} +- {score['gain_se']:.4f} ({score['gain'] / score['raw']:.1%})")


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def individuals(program, folder):
    outcomes = {(r["project"], r["finding_id"]): r["replicated"] for r in rows(folder / "replication_beliefs.csv")}
    effects = {(r["dataset"], r["outcome"], r["condition"]): r["estimate_rct"] for r in rows(folder / "treatment_effects.csv")}
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch, "one_by_one.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("forecaster,item,probability,outcome\n")
            for r in rows(folder / "replication_survey_responses.csv"):
                key = r["project"], r["finding_id"]
                if key in outcomes and r["response"] not in ("", "NA"):
                    file.write(f"{r['forecaster_id']},{key[0]} {key[1]},{r['response']},{outcomes[key]}\n")
        beliefs(program, "replication, person by person", path, "item=item")
        with open(path, "w", encoding="utf-8") as file:
            file.write("forecaster,item,forecast,outcome\n")
            for r in rows(folder / "individual_predictions.csv"):
                key = r["dataset"], r["outcome"], r["condition"]
                file.write(f"{r['forecaster']},{r['condition']},{r['prediction']},{effects[key]}\n")
        beliefs(program, "flu shots, person by person", path, "item=item")


def main():
    program = sys.argv[1]
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    headlines(program, find(folder, "upworthy_headline_tests.csv", "headline_tests.csv"))
    if path := find(folder, "asos_ab_tests.csv", None):
        asos(program, path)
    path = TESTS / "replication_beliefs.csv"
    beliefs(program, "replication, survey", path, "probability=survey_mean,outcome=replicated,forecaster=project")
    beliefs(program, "replication, market", path, "probability=market_final,outcome=replicated,forecaster=project")
    beliefs(program, "treatment effects", TESTS / "treatment_effects.csv", "forecaster=study,forecast=expert_mean,outcome=estimate_rct")
    if find(folder, "replication_survey_responses.csv", None) and find(folder, "individual_predictions.csv", None):
        individuals(program, folder)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What `betledger priors learn` and `betledger calibration` are worth on real data: the figures of docs/statistics-learning.md, made through the command line.

    past_experiments.py PROGRAM [FOLDER]

FOLDER holds the files of the sources (upworthy_headline_tests.csv, asos_ab_tests.csv, replication_beliefs.csv, replication_survey_responses.csv,
treatment_effects.csv, individual_predictions.csv); those of the tests are taken for what is missing.
"""

import csv
import json
import math
import pathlib
import random
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


def held_out(path):
    """Half B of every arm against the rest of its test, as half A is compared: by (test, arm)."""
    tests = {}
    for r in rows(path):
        tests.setdefault(r["test"], []).append(r)
    found = {}
    for test, arms in tests.items():
        units, events = (sum(int(a[k]) for a in arms) for k in ("impr_B", "clicks_B"))
        if len(arms) < 2 or not 0 < events < units:
            continue
        rate = events / units
        for a in arms:
            n, c = int(a["impr_B"]), int(a["clicks_B"])
            estimate = (c / n - (events - c) / (units - n)) / rate
            found[test, a["arm"]] = estimate, math.sqrt((1 - rate) / rate * (1 / n + 1 / (units - n)))
    return found


def any_prior(arms, grid=81, rounds=60):
    """Posterior means under the prior of whatever shape that makes half A likeliest (Kiefer and Wolfowitz 1956), by EM on a grid: what a rule can make of one arm alone."""
    reach = sorted(abs(x) for x, _ in arms)[int(0.9995 * len(arms))]
    points = [math.sinh(4 * (2 * j / (grid - 1) - 1)) / math.sinh(4) * reach for j in range(grid)]
    densities = []
    for x, se in arms:
        row = [-0.5 * ((x - m) / se) ** 2 for m in points]
        top = max(row)
        densities.append([math.exp(v - top) for v in row])
    prior = [1 / grid] * grid
    for _ in range(rounds):
        mass = [0.0] * grid
        for row in densities:
            joint = [d * p for d, p in zip(row, prior)]
            total = sum(joint)
            mass = [m + j / total for m, j in zip(mass, joint)]
        prior = [m / len(arms) for m in mass]
    means = []
    for row in densities:
        joint = [d * p for d, p in zip(row, prior)]
        means.append(sum(j * m for j, m in zip(joint, points)) / sum(joint))
    return means


def error_ratio(triples, rounds=400):
    """Squared error of the shrunk over that of the raw estimates, with a standard error from drawing tests anew. A triple: raw, shrunk, half B; a list of them by test."""
    def ratio(groups):
        weighted = [((len(g) - 1) / len(g) if len(g) > 1 else 1, *p) for g in groups for p in g]  # k arms against the rest of their test: k - 1 contrasts
        return sum(w * (s - y) ** 2 for w, _, s, y in weighted) / sum(w * (x - y) ** 2 for w, x, _, y in weighted)
    dice = random.Random(1)
    drawn = [ratio(dice.choices(triples, k=len(triples))) for _ in range(rounds)]
    mean = sum(drawn) / rounds
    return ratio(triples), math.sqrt(sum((d - mean) ** 2 for d in drawn) / (rounds - 1))


def readings(report, path):
    """The same prior judged by other readings of "half B against the shrunk estimate"."""
    held = held_out(path)
    effects = [e for e in report["effects"] if (e["experiment"], e["arm"]) in held]
    free = any_prior([(e["estimate"], e["se"]) for e in effects])
    tests, frees = {}, {}
    for e, mean in zip(effects, free):
        seen = held[e["experiment"], e["arm"]][0]
        tests.setdefault(e["experiment"], []).append((e["estimate"], e["mean"], seen))
        frees.setdefault(e["experiment"], []).append((e["estimate"], mean, seen))
    winners = [[max(arms)] for arms in tests.values()]
    noise = sum(held[e["experiment"], e["arm"]][1] ** 2 for e in effects) / sum((x - y) ** 2 for arms in tests.values() for x, _, y in arms)
    print("  squared error against half B over that of the raw estimate:")
    for name, triples in (("all arms", list(tests.values())), ("all arms, prior of any shape", list(frees.values())), ("the best arm of each test", winners)):
        print("    {}: {:.3f} +- {:.3f}".format(name, *error_ratio(triples)))
    print(f"    all arms, were the truth itself known: {noise:.3f}")
    claimed, predicted, seen = (sum(w[0][k] for w in winners) / len(winners) for k in range(3))
    print(f"  best arms: claimed {claimed:.3f}, predicted {predicted:.3f}, seen {seen:.3f}")


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
    readings(report, path)
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

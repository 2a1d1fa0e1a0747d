#!/usr/bin/env python3
"""The engine against its peers, on the same model with the same semantics. `./run bench` builds what this needs.

    run_bench.py --build FOLDER [--workload M40] [--runs N] [--rounds K] [--json FILE] [--ledger DB]
    run_bench.py --build FOLDER scaling

A workload is written as authoring files, taken in by the product, and exported as a model (`betledger export model`);
--ledger takes any ledger with an open cycle instead. Each round starts every peer once, one after the other; a peer reads the model, simulates a tenth of the
runs to warm up, and times itself from the parsed model to all statistics: mean, 10 %, 50 % and 90 % quantile of the focus
metric and its drivers, every period and the whole cycle, and P(target). Ratios are taken round by round, and their median
is told: on a shared machine seconds move, ratios hardly.

Agreement: z = (peer - betledger) / standard error of the difference, over all statistics. Independent draws give a root
mean square of about 1; weeks of a metric are correlated, so it moves by a few tenths. Ours are judged against another of our own simulations.
"""

import argparse
import json
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {"kernel": "hand-written kernel (AVX2, f32 draws)", "std": "C++ <random> + TBB", "boost": "C++ Boost.Random + TBB",
         "numpy": "NumPy float64, 2 processes", "openturns": "OpenTURNS, C++"}
UNSUPPORTED = 77
SCALING = {"M40": 100_000, "M40B300": 50_000, "M400": 50_000, "M4000": 5_000}


def call(command, cwd=None):
    env = dict(os.environ, BETLEDGER_ACTOR="bench", BETLEDGER_NOW="2026-06-28T09:00:00Z")
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def make_model(program, name, folder):
    """The workload as a ledger of its own, and what the product exports of it."""
    call([sys.executable, HERE / "workload" / "make_workload.py", name, folder])
    call([program, "init", "--quiet"], folder)
    call([program, "apply", "tree.yaml", "bets.yaml", "--quiet"], folder)
    call([program, "actuals", "import", "history.csv", "--quiet"], folder)
    target = (folder / "target.txt").read_text().strip()
    call([program, "cycle", "open", "2026Q3", "--target", target, "--quiet"], folder)
    return export(program, folder / "betledger.db", folder)


def export(program, ledger, folder):
    model = folder / "model.json"
    model.write_text(call([program, "--ledger", ledger, "export", "model", "--quiet"]))
    return model


def commands_of(build):
    """How each peer that is there is started."""
    peers = {name: [build / "bench" / f"peer_{name}"] for name in ("betledger", "kernel", "std", "boost", "openturns")}
    peers = {name: command for name, command in peers.items() if command[0].exists()}
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import numpy"], capture_output=True).returncode == 0:
            peers["numpy"] = [python, HERE / "peers" / "numpy_peer.py"]
            break
    return peers


def run_peer(command, model, runs, seed, folder):
    """Its answer, or nothing where it cannot simulate this model."""
    out = folder / "answer.json"
    done = subprocess.run([str(word) for word in [*command, model, runs, seed, out]], capture_output=True, text=True)
    if done.returncode == UNSUPPORTED:
        print(f"  left out: {done.stderr.strip() or command[-1]}")
        return None
    if done.returncode != 0:
        sys.exit(f"{command}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(out.read_text())


def z_scores(answer, ours, spread):
    """Of every statistic that chance moves; one that it does not has to be the same."""
    scores = []
    error = math.sqrt(1 / answer["runs"] + 1 / ours["runs"])
    for theirs, own, unit in zip(answer["series"], ours["series"], spread["spread"]):
        for x, y, s in zip(theirs, own, unit):
            if s > 1e-9 * abs(y):
                scores.append((x - y) / (s * error))
            elif abs(x - y) > 1e-6 * abs(y):
                scores.append(math.inf)
    p = spread["target"]
    if 0 < p < 1:
        scores.append((answer["target"] - ours["target"]) / (math.sqrt(p * (1 - p)) * error))
    return scores


def rms(values):
    return math.sqrt(sum(v * v for v in values) / len(values))


def check_agreement(peers, model, runs, folder):
    """The peers that can simulate the model, with their z scores."""
    spread = run_peer([peers["std"][0].parent / "peer_spread"], model, runs, 901, folder)
    ours = run_peer(peers["betledger"], model, runs, 902, folder)
    agreement = {}
    for seed, (name, command) in enumerate(peers.items()):
        answer = run_peer(command, model, runs, 903 + seed, folder)
        if answer is not None:
            agreement[name] = z_scores(answer, ours, spread)
    return agreement


def time_interleaved(peers, model, runs, rounds, folder):
    """By peer: its answers, round by round. The order turns, so that none always follows the same."""
    answers = {name: [] for name in peers}
    order = list(peers)
    for k in range(rounds):
        for name in order[k % len(order):] + order[:k % len(order)]:
            answers[name].append(run_peer(peers[name], model, runs, 1000 + k, folder))
        print(f"  round {k + 1} of {rounds}", file=sys.stderr)
    return answers


def speed(answer):
    return answer["runs"] / answer["seconds"]


def compare(options, folder):
    program = options.build / "betledger"
    if options.ledger:
        name, model = options.ledger.name, export(program, options.ledger.resolve(), folder)
    else:
        name, model = options.workload, make_model(program, options.workload, folder)
    peers = commands_of(options.build)
    for missing in sorted(set(NAMES) - set(peers)):
        print(f"  left out: {missing} is not installed")
    agreement = check_agreement(peers, model, options.runs, folder)
    answers = time_interleaved({n: peers[n] for n in agreement}, model, options.runs, options.rounds, folder)
    rows = []
    for peer, mine in answers.items():
        ratios = [speed(ours) / speed(theirs) for ours, theirs in zip(answers["betledger"], mine)]
        rows.append({"name": peer, "runs_per_second": statistics.median(map(speed, mine)),
                     "speed_of_betledger_over_it": statistics.median(ratios),
                     "peak_mb": statistics.median(a["peak_mb"] for a in mine),
                     "max_abs_z": max(map(abs, agreement[peer])), "rms_z": rms(agreement[peer])})
    rows.sort(key=lambda row: -row["runs_per_second"])
    print(f"\n{name}: {options.runs:,} runs, {options.rounds} rounds, {os.cpu_count()} cores\n")
    print("| program | runs/s | betledger is faster by | peak MB | rms z | max z |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        print(f"| {NAMES.get(row['name'], row['name'])} | {row['runs_per_second']:,.0f} "
              f"| {row['speed_of_betledger_over_it']:.2f} | {row['peak_mb']:.0f} | {row['rms_z']:.2f} | {row['max_abs_z']:.1f} |")
    return {"workload": name, "runs": options.runs, "rounds": options.rounds, "peers": rows}


def scaling(options, folder):
    """Cost per run, metric and week as trees grow."""
    print("| workload | metrics | bets | runs | ns per run, metric and week | against M40 | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    rows, peer = [], [options.build / "bench" / "peer_betledger"]
    for name, runs in SCALING.items():
        (folder / name).mkdir()
        model = make_model(options.build / "betledger", name, folder / name)
        document = json.loads(model.read_text())
        answers = [run_peer(peer, model, runs, 1 + k, folder) for k in range(options.rounds)]
        size = len(document["nodes"])
        cost = statistics.median(1e9 / speed(a) / size / document["periods"] for a in answers)
        rows.append({"workload": name, "metrics": size, "bets": len(document["profiles"]), "runs": runs,
                     "ns_per_run_metric_week": cost, "peak_mb": statistics.median(a["peak_mb"] for a in answers)})
        print(f"| {name} | {size:,} | {rows[-1]['bets']} | {runs:,} | {cost:.2f} "
              f"| {cost / rows[0]['ns_per_run_metric_week']:.2f} | {rows[-1]['peak_mb']:.0f} |", flush=True)
    return {"scaling": rows}


def at_least(least):
    def number(text):
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{least} is the least")
        return int(text)
    return number


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", nargs="?", choices=["compare", "scaling"], default="compare")
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"), help="the folder of the built programs (default %(default)s)")
    parser.add_argument("--workload", choices=list(SCALING), default="M40")
    parser.add_argument("--ledger", type=pathlib.Path, help="a ledger of your own instead")
    parser.add_argument("--runs", type=at_least(1_000), default=100_000, help="of every peer; 1,000 or more (default %(default)s)")
    parser.add_argument("--rounds", type=at_least(1), default=5, help="how often each is timed (default %(default)s)")
    parser.add_argument("--json", type=pathlib.Path, help="write the table here as well")
    parser.add_argument("--caller", type=pathlib.Path, default=pathlib.Path.cwd(), help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.ledger = options.ledger and options.caller / options.ledger
    options.json = options.json and options.caller / options.json
    if options.ledger and not options.ledger.is_file():
        parser.error(f"there is no ledger {options.ledger}")
    if options.json and not options.json.parent.is_dir():
        parser.error(f"there is no folder {options.json.parent} to write to")
    if options.check:
        return
    folder = pathlib.Path(tempfile.mkdtemp(prefix="betledger-bench-"))
    try:
        result = (compare if options.what == "compare" else scaling)(options, folder)
    finally:
        shutil.rmtree(folder)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()

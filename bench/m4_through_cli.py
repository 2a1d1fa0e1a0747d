#!/usr/bin/env python3
"""Scores `betledger baseline` itself on a wide file of series: the figures of docs/statistics-baseline.md,
made through the command line. WIS over five levels, divided by the window's mean |x_t - x_{t-1}|.

    m4_through_cli.py PROGRAM tests/data/m4_weekly_dev.csv [POINTS...]
"""

import collections
import csv
import datetime
import statistics
import subprocess
import sys
import tempfile

LEVELS = [0.025, 0.1, 0.5, 0.9, 0.975]
HORIZON = 13


def read(path):
    with open(path, encoding="utf-8") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))[1:]
    return {row[0]: [float(x) for x in row[1:]] for row in rows}


def forecast(program, series, points):
    first = datetime.date(2020, 1, 6)
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("date,metric,value\n")
        for key, values in series.items():
            for i, value in enumerate(values[:-HORIZON][-points:]):
                file.write(f"{first + datetime.timedelta(weeks=i)},{key},{value!r}\n")
        file.flush()
        out = subprocess.run([program, "baseline", "--history", file.name, "--horizon", str(HORIZON), "--levels",
                              ",".join(map(str, LEVELS)), "--format", "csv"], check=True, capture_output=True, text=True)
    quantiles = collections.defaultdict(dict)
    for row in csv.DictReader(out.stdout.splitlines()):
        quantiles[row["metric"], row["period"]][float(row["level"])] = float(row["value"])
    return quantiles


def main():
    program, path = sys.argv[1:3]
    series = {key.lower(): values for key, values in read(path).items()}
    for points in [int(n) for n in sys.argv[3:]] or [80, 40, 26]:
        quantiles = forecast(program, series, points)
        wis, weeks, totals = [], [], []
        for key, values in series.items():
            window, truth = values[:-HORIZON][-points:], values[-HORIZON:]
            scale = statistics.fmean(abs(b - a) for a, b in zip(window, window[1:]))
            losses = []
            for h, y in enumerate(truth, 1):
                q = quantiles[key, str(h)]
                losses.append(statistics.fmean(2 * max(p * (y - q[p]), (p - 1) * (y - q[p])) for p in LEVELS))
                weeks.append(q[0.1] <= y <= q[0.9])
            wis.append(statistics.fmean(losses) / scale)
            total = quantiles[key, "sum"]
            totals.append(total[0.1] <= sum(truth) <= total[0.9])
        print(f"{points} points, {len(wis)} series: scaled WIS {statistics.fmean(wis):.4f}, weeks in the 80% band "
              f"{statistics.fmean(weeks):.3f}, totals in theirs {statistics.fmean(totals):.3f}")


main()

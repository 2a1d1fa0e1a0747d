#!/usr/bin/env python3
"""Writes a reference workload as authoring files: tree.yaml, bets.yaml, history.csv and target.txt.

    make_workload.py NAME FOLDER        NAME: M40, M40B300, M400 or M4000

Deterministic: the same name gives the same bytes on every machine and Python (random.Random(seed).random() alone, every
number rounded). A tree of four or five levels: the lowest are leaves with 80 weeks of history (an AR(1) of 3 to 6 % around
a trend), the ones above are sums, products and ratios of their children, and every fourth is an influence metric: a stated
level that its children move through links. A tenth as many links as metrics run across the tree. Bets push leaves by a
lognormal or PERT amount, with a chance to be delivered, a delay and a ramp.

| name    | metrics                             | leaves | bets | links |
| M40     | 40 = 1 + 4 + 12 + 23                | 23     | 30   | 13    |
| M40B300 | 40 = 1 + 4 + 12 + 23                | 23     | 300  | 13    |
| M400    | 400 = 1 + 8 + 40 + 120 + 231        | 231    | 300  | 140 or so |
| M4000   | 4,000 = 1 + 10 + 100 + 1,000 + 2,889 | 2,889 | 300  | 1,400 or so |
"""

import datetime
import math
import pathlib
import random
import sys

PERIODS = 13
HISTORY = 80
CYCLE = "2026Q3"
FIRST_WEEK = datetime.date(2026, 6, 29)

WORKLOADS = {
    "M40": dict(levels=[1, 4, 12, 23], bets=30, seed=40, factor=1.27,
                kinds={"l0_0": "product", "l1_0": "sum", "l1_1": "product", "l1_2": "ratio", "l1_3": "influence"}),
    "M40B300": dict(levels=[1, 4, 12, 23], bets=300, seed=40, factor=1.5,
                    kinds={"l0_0": "product", "l1_0": "sum", "l1_1": "product", "l1_2": "ratio", "l1_3": "influence"}),
    "M400": dict(levels=[1, 8, 40, 120, 231], bets=300, seed=400, factor=1.02, kinds={"l0_0": "sum"}),
    "M4000": dict(levels=[1, 10, 100, 1000, 2889], bets=300, seed=4000, factor=1.0, kinds={"l0_0": "sum"}),
}


class Workload:
    def __init__(self, levels, bets, seed, factor, kinds):
        self.random = random.Random(seed)
        self.levels, self.factor, self.kinds = levels, factor, kinds
        self.now = {}        # the level of each metric in the cycle's first week, noise aside
        self.metrics = []    # (key, lines of yaml)
        self.leaves = []
        self.influenced = []  # metrics that links may point to, with their level
        self.links = []
        self.history = {}
        self.make_metrics()
        self.make_cross_links(sum(levels) // 10)
        self.bets = [self.make_bet(b) for b in range(bets)]

    def uniform(self, low, high, digits=4):
        return round(low + (high - low) * self.random.random(), digits)

    def normal(self):
        u, v = 1 - self.random.random(), self.random.random()
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)

    # ---- metrics

    def children_of(self, level, i):
        count, below = self.levels[level], self.levels[level + 1]
        return [f"l{level + 1}_{j}" for j in range(i * below // count, (i + 1) * below // count)]

    def make_metrics(self):
        usual = ["product", "sum", "ratio", "influence"]
        made = 0
        for level in reversed(range(len(self.levels))):
            for i in range(self.levels[level]):
                key = f"l{level}_{i}"
                if level == len(self.levels) - 1:
                    self.make_leaf(key)
                    continue
                kind = self.kinds.get(key)
                if kind is None:
                    kind = usual[made % 4]
                    made += 1
                self.make_inner(key, level, kind, self.children_of(level, i))

    def make_leaf(self, key):
        level, growth = self.uniform(20, 200, 2), self.uniform(-0.002, 0.004, 5)
        phi, sd = self.uniform(0.3, 0.9, 3), self.uniform(0.01, 0.06)
        noise = sd * self.normal()
        values = []
        for week in range(HISTORY):
            values.append(f"{level * (1 + growth) ** (week - HISTORY) * math.exp(noise):.7g}")
            noise = phi * noise + sd * math.sqrt(1 - phi * phi) * self.normal()
        self.history[key] = values
        self.now[key] = level
        self.leaves.append(key)
        self.metrics.append((key, ["rollup: mean"]))

    def make_inner(self, key, level, kind, children):
        if (kind == "product" and len(children) > 4) or (kind == "ratio" and len(children) < 2):
            kind = "sum"
        want = 1000.0 if level == 0 else self.uniform(20, 200, 2)
        rollup = "rollup: sum" if level == 0 else "rollup: mean"
        if kind == "influence":
            last = want * (1 + self.uniform(-0.002, 0.01, 5)) ** (PERIODS - 1)
            self.metrics.append((key, [rollup, f"baseline: {{start: {want:.6g}, end: {last:.6g}}}"]))
            self.influenced.append((key, level))
            for child in children:
                self.add_link(child, key)
        else:
            formula = self.formula(kind, want, children)
            self.metrics.append((key, [rollup, f"formula: {formula}"]))
        self.now[key] = want

    def formula(self, kind, want, children):
        now = [self.now[child] for child in children]
        if kind == "product":
            return " * ".join([f"{want / math.prod(now):.8g}", *children])
        if kind == "ratio":
            top = " + ".join(children[:-1])
            return f"{want * now[-1] / sum(now[:-1]):.8g} * ({top}) / {children[-1]}"
        weights = [self.uniform(0.5, 1.5, 3) for _ in children]
        scale = want / sum(w * x for w, x in zip(weights, now))
        return " + ".join(f"{w * scale:.8g} * {child}" for w, child in zip(weights, children))

    # ---- links

    def add_link(self, source, target):
        mean, sd = self.uniform(0.1, 0.6, 3), self.uniform(0.03, 0.2, 3)
        self.links.append((source, target, f"normal({mean}, {sd})", self.uniform(0.4, 0.95, 2)))

    def make_cross_links(self, wanted):
        known = {(source, target) for source, target, _, _ in self.links}
        for _ in range(100 * wanted):
            if wanted == 0:
                return
            target, level = self.influenced[int(self.random.random() * len(self.influenced))]
            deeper = level + 1 + int(self.random.random() * (len(self.levels) - level - 1))
            source = f"l{deeper}_{int(self.random.random() * self.levels[deeper])}"
            if (source, target) not in known:
                known.add((source, target))
                self.add_link(source, target)
                wanted -= 1

    # ---- bets

    def make_bet(self, number):
        leaf = self.leaves[(number * 7 + 3) % len(self.leaves)]
        if number % 2 == 0:
            amount = f"lognormal(median={self.uniform(1, 6, 2)}%, sdlog={self.uniform(0.3, 0.9, 3)})"
        else:
            amount = f"pert({self.uniform(-3, 0, 2)}%, {self.uniform(1, 5, 2)}%, {self.uniform(6, 15, 2)}%)"
        start = FIRST_WEEK + datetime.timedelta(weeks=int(self.random.random() * 9))
        return [f"bet_{number}:",
                f"  hypothesis: {{action: push it, metric: {leaf}, change: rise}}",
                f"  effects: [{{metric: {leaf}, lift: \"{amount}\"}}]",
                "  works: 1",
                f"  delivery: {self.uniform(0.3, 0.95, 2)}",
                f"  start: {start}",
                f"  delay: uniform(0d, {int(self.uniform(4, 28))}d)",
                f"  ramp: {int(self.uniform(7, 42))}d"]

    # ---- files

    def target(self):
        return f"l0_0 >= {self.factor * 1000 * PERIODS:.6g}"

    def tree_yaml(self, name):
        lines = [f"# The workload {name} of bench/workload/make_workload.py.", f"tree: {name}", "focus: l0_0", "period: week",
                 "metrics:"]
        for key, fields in self.metrics:
            lines += [f"  {key}:", "    unit: each", "    support: positive", *(f"    {field}" for field in fields)]
        lines.append("links:")
        for source, target, strength, chance in self.links:
            lines.append(f"  - {{from: {source}, to: {target}, elasticity: \"{strength}\", confidence: {chance}}}")
        return "\n".join(lines) + "\n"

    def bets_yaml(self):
        lines = [f"cycle: {CYCLE}", "bets:"]
        for bet in self.bets:
            lines += ["  " + line for line in bet]
        return "\n".join(lines) + "\n"

    def history_csv(self):
        lines = ["date," + ",".join(self.leaves)]
        for week in range(HISTORY):
            day = FIRST_WEEK + datetime.timedelta(weeks=week - HISTORY)
            lines.append(f"{day}," + ",".join(self.history[leaf][week] for leaf in self.leaves))
        return "\n".join(lines) + "\n"


def write(name, folder):
    work = Workload(**WORKLOADS[name])
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tree.yaml").write_text(work.tree_yaml(name))
    (folder / "bets.yaml").write_text(work.bets_yaml())
    (folder / "history.csv").write_text(work.history_csv())
    (folder / "target.txt").write_text(work.target() + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in WORKLOADS:
        sys.exit(__doc__)
    write(sys.argv[1], sys.argv[2])

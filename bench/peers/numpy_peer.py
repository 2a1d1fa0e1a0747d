#!/usr/bin/env python3
"""NumPy: float64, vectorised over the runs of a chunk, two processes. MODEL RUNS SEED OUT

The semantics of docs/simulation.md, as arrays of shape (runs,) per metric and period, (runs, periods) where that is one
step. What a good programmer saves is saved, as in evaluate.h: a metric's with side only where bets reach it, its without
side only where something reads it.
"""

import json
import multiprocessing
import resource
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit(77)

CHUNK = 10_000
PROCESSES = 2


def draw(family, rng, n):
    kind = family["family"]
    if kind == "constant":
        return np.full(n, family["value"])
    if kind == "normal":
        return rng.normal(family["mean"], family["sd"], n)
    if kind == "lognormal":
        return rng.lognormal(np.log(family["median"]), family["sdlog"], n)
    if kind == "uniform":
        return rng.uniform(family["low"], family["high"], n)
    if kind == "triangular":
        return rng.triangular(family["low"], family["mode"], family["high"], n)
    if kind == "beta":
        return rng.beta(family["alpha"], family["beta"], n)
    if kind == "pert":
        low, mode, high = family["low"], family["mode"], family["high"]
        return low + (high - low) * rng.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), n)
    return by_table(family["table"], rng.standard_normal(n))


def by_table(table, z):
    values = np.asarray(table["values"])
    return np.interp(z, table["from"] + table["step"] * np.arange(len(values)), values)


def by_score(family, z):
    """The value of a family at a normal score: both ends of a stated level are at the same quantile."""
    kind = family["family"]
    if kind == "constant":
        return np.full(len(z), family["value"])
    if kind == "normal":
        return family["mean"] + family["sd"] * z
    if kind == "lognormal":
        return family["median"] * np.exp(family["sdlog"] * z)
    if "table" in family:
        return by_table(family["table"], z)
    sys.exit("numpy: a stated level of the family " + kind)


def ramp_integral(ramp, x, length):
    if ramp == "step" or length <= 0:
        return np.maximum(x, 0)
    q = np.clip(x / length, 0, 1)
    past = np.maximum(x - length, 0)
    return length * q * q / 2 + past if ramp == "linear" else length * (q ** 3 - q ** 4 / 2) + past


def live(profile, delay, periods):
    """(runs, periods)"""
    length = 0 if profile["ramp"] == "step" else profile["ramp_periods"]
    end = np.inf if profile["end"] is None else profile["end"]
    start = (profile["start"] + np.maximum(delay, 0))[:, None]
    edges = np.minimum(np.arange(periods + 1), end)[None, :] - start
    if profile["half_life"] is None:
        return profile["scale"] * np.diff(ramp_integral(profile["ramp"], edges, length), axis=1)
    decay = np.log(2) / profile["half_life"]
    rising = np.diff(ramp_integral(profile["ramp"], np.minimum(edges, length), length), axis=1)
    falling = -np.diff(np.exp(-decay * np.maximum(edges - length, 0)), axis=1)
    return profile["scale"] * (rising + falling / decay)


TO_SCALE = {"real": lambda x: x, "positive": np.log, "fraction": lambda x: np.log(x / (1 - x))}
FROM_SCALE = {"real": lambda x: x, "positive": np.exp, "fraction": lambda x: 1 / (1 + np.exp(-x))}
UNARY = {"negate": np.negative, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "abs": np.abs}
BINARY = {"add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide, "power": np.power,
          "min": np.minimum, "max": np.maximum}


class Simulation:
    def __init__(self, model):
        self.model, self.periods, self.nodes = model, model["periods"], model["nodes"]
        count = len(self.nodes)
        self.lifts, self.shifts, self.links = ([[] for _ in range(count)] for _ in range(3))
        for k, item in enumerate(model["interventions"]):
            (self.lifts if item["action"] == "lift" else self.shifts)[item["node"]].append(k)
        for l, link in enumerate(model["influences"]):
            self.links[link["to"]].append(l)
        self.reads = [[step["node"] for step in node["formula"]["postfix"] if "node" in step] if "formula" in node else []
                      for node in self.nodes]
        self.whole = all(j < i for i, reads in enumerate(self.reads) for j in reads) and all(
            link["from"] < link["to"] for link in model["influences"])
        self.find_reached()
        self.find_needed()

    def find_reached(self):
        self.reached = [bool(self.lifts[i] or self.shifts[i]) for i in range(len(self.nodes))]
        before = -1
        while before != sum(self.reached):
            before = sum(self.reached)
            for i, reads in enumerate(self.reads):
                sources = reads + [self.model["influences"][l]["from"] for l in self.links[i]]
                self.reached[i] = self.reached[i] or any(self.reached[j] for j in sources)

    def find_needed(self):
        count = len(self.nodes)
        self.with_, self.without = [False] * count, [False] * count
        for i in self.model["outputs"] + ([self.model["target"]["node"]] if self.model["target"] else []):
            self.with_[i] = True
            if "weight" in self.nodes[i]:
                self.with_[self.nodes[i]["weight"]] = True
        before = -1
        while before != sum(self.with_) + sum(self.without):
            before = sum(self.with_) + sum(self.without)
            for i in reversed(range(count)):
                if self.with_[i] and (not self.reached[i] or not self.reads[i]):
                    self.without[i] = True
                for j in self.reads[i]:
                    self.with_[j] = self.with_[j] or (self.with_[i] and self.reached[i])
                    self.without[j] = self.without[j] or self.without[i]
                for l in self.links[i]:
                    j = self.model["influences"][l]["from"]
                    if self.with_[i] and self.reached[j]:
                        self.with_[j] = self.without[j] = True

    # ---- one chunk

    def draw_inputs(self, rng, n):
        self.n = n
        gates = []
        for gate in self.model["gates"]:
            p = gate["probability"]
            open_ = rng.random(n) < p if 0 < p < 1 else np.full(n, p >= 1)
            for need in gate["needs"]:
                open_ = open_ & gates[need]
            gates.append(open_)
        lives = [live(p, draw(p["delay"], rng, n), self.periods) for p in self.model["profiles"]]
        self.effects = []
        for item in self.model["interventions"]:
            push = draw(item["amount"], rng, n)
            for gate in item["gates"]:
                push = push * gates[gate]
            self.effects.append(push[:, None] * lives[item["profile"]])
        self.pulls = [draw(link["strength"], rng, n) * gates[link["gate"]] for link in self.model["influences"]]
        self.a = [None] * len(self.nodes)  # without
        self.b = [None] * len(self.nodes)  # with
        for i, node in enumerate(self.nodes):
            if "base" in node and self.without[i]:
                self.a[i] = self.base(i, node, rng, n)

    def base(self, i, node, rng, n):
        base = node["base"]
        if "pool" in base:
            path = self.pool(node, rng, n)
        elif "stated" in base:
            z = rng.standard_normal(n)
            ends = [TO_SCALE[node["support"]](self.stated(node, by_score(base["stated"][end], z))) for end in ("first", "last")]
            share = np.linspace(0, 1, self.periods)[None, :] if self.periods > 1 else np.zeros((1, 1))
            path = FROM_SCALE[node["support"]](ends[0][:, None] + share * (ends[1] - ends[0])[:, None])
        else:
            path = np.tile(np.asarray(base["known"]), (n, 1))
        for action in ("lift", "shift"):
            for occasion in self.model["occasions"]:
                if occasion["node"] == i and occasion["action"] == action:
                    change = draw(occasion["amount"], rng, n)[:, None] * np.asarray(occasion["share"])[None, :]
                    path = path * (1 + change) if action == "lift" else path + change
        return path

    @staticmethod
    def stated(node, level):
        if node["support"] == "positive":
            return np.maximum(level, 1e-300)
        return np.clip(level, 1e-9, 1 - 1e-9) if node["support"] == "fraction" else level

    def pool(self, node, rng, n):
        """Runs of the same member together: a product with that member's Toeplitz matrix."""
        members = node["base"]["pool"]
        weights = np.asarray([m["weight"] for m in members])
        chosen = rng.choice(len(members), n, p=weights / weights.sum()) if len(members) > 1 else np.zeros(n, int)
        path = np.empty((n, self.periods))
        for k, member in enumerate(members):
            rows = np.flatnonzero(chosen == k)
            steps = self.periods + member["lead"]
            psi = np.asarray(member["psi"])
            toeplitz = np.zeros((steps, self.periods))
            for t in range(self.periods):
                toeplitz[:t + member["lead"] + 1, t] = psi[t + member["lead"]::-1]
            noise = rng.standard_normal((len(rows), steps))
            sigma = member["sigma"]
            if member["dof"] is not None:
                sigma = sigma * np.sqrt(member["dof"] / rng.chisquare(member["dof"], len(rows)))[:, None]
            path[rows] = np.asarray(member["mean"])[None, :] + sigma * (noise @ toeplitz)
        return FROM_SCALE[node["support"]](path)

    def formula(self, i, with_, span):
        stack = []
        for step in self.nodes[i]["formula"]["postfix"]:
            if "number" in step:
                stack.append(step["number"])
            elif "node" in step:
                j, lag = step["node"], step["lag"]
                values = self.b[j] if with_ and self.reached[j] else self.a[j]
                if lag == 0:
                    stack.append(values[:, span])
                else:
                    past = np.asarray(self.nodes[j]["past"][-lag:])
                    whole = np.concatenate([np.tile(past, (self.n, 1)), values], axis=1)
                    stack.append(whole[:, span])
            elif step["op"] in UNARY:
                stack.append(UNARY[step["op"]](stack.pop()))
            elif step["op"] == "clamp":
                high, low, x = stack.pop(), stack.pop(), stack.pop()
                stack.append(np.minimum(np.maximum(x, low), high))
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(BINARY[step["op"]](left, right))
        return stack[0]

    def change(self, i, span):
        out = self.a[i][:, span].copy()
        first = span.start
        for elastic in (True, False):
            for l in self.links[i]:
                link = self.model["influences"][l]
                source, lag = link["from"], link["lag"]
                begin = max(first, lag)
                if (link["kind"] == "elasticity") != elastic or not self.reached[source] or begin >= span.stop:
                    continue
                before = self.a[source][:, begin - lag:span.stop - lag]
                after = self.b[source][:, begin - lag:span.stop - lag]
                pull = self.pulls[l][:, None]
                if elastic:
                    ratio = np.divide(after, before, out=np.ones_like(after), where=after != before)
                    out[:, begin - first:] *= np.power(ratio, pull)
                else:
                    out[:, begin - first:] += pull * (after - before)
        for k in self.lifts[i]:
            out *= 1 + self.effects[k][:, span]
        for k in self.shifts[i]:
            out += self.effects[k][:, span]
        support = self.nodes[i]["support"]
        if support == "positive":
            np.maximum(out, 1e-6 * self.a[i][:, span], out=out)
        elif support == "fraction":
            np.clip(out, 0, 1, out=out)
        return out

    def evaluate(self):
        spans = [slice(0, self.periods)] if self.whole else [slice(t, t + 1) for t in range(self.periods)]
        for span in spans:
            for i in range(len(self.nodes)):
                component = bool(self.reads[i]) or "formula" in self.nodes[i]
                if component and self.without[i]:
                    self.store(self.a, i, span, self.formula(i, False, span))
                if self.with_[i] and self.reached[i]:
                    self.store(self.b, i, span, self.formula(i, True, span) if component else self.change(i, span))

    def store(self, side, i, span, values):
        if side[i] is None:
            side[i] = np.empty((self.n, self.periods))
        side[i][:, span] = values

    def side(self, i):
        return self.b[i] if self.reached[i] else self.a[i]

    def roll_up(self, i):
        node, values = self.nodes[i], self.side(i)
        if node["rollup"] == "sum":
            return values.sum(axis=1)
        if node["rollup"] == "mean":
            return values.mean(axis=1)
        if node["rollup"] == "last":
            return values[:, -1]
        weights = self.side(node["weight"])
        return (weights * values).sum(axis=1) / weights.sum(axis=1)

    def chunk(self, seed, number, n):
        self.draw_inputs(np.random.default_rng([seed, number]), n)
        self.evaluate()
        columns = [np.column_stack([self.side(i), self.roll_up(i)]) for i in self.model["outputs"]]
        target = self.model["target"]
        met = 0
        if target:
            value = self.roll_up(target["node"])
            met = int((value >= target["at_least"]).sum() if "at_least" in target else (value <= target["at_most"]).sum())
        return np.concatenate(columns, axis=1), met


SIMULATION = None


def run_chunk(task):
    return SIMULATION.chunk(*task)


def summarise(columns):
    return np.column_stack([columns.mean(axis=0), *np.quantile(columns, [0.1, 0.5, 0.9], axis=0)])


def simulate(pool, runs, seed):
    tasks = [(seed, c, min(CHUNK, runs - c * CHUNK)) for c in range((runs + CHUNK - 1) // CHUNK)]
    parts = pool.map(run_chunk, tasks, chunksize=1)
    columns = np.concatenate([part for part, _ in parts])
    parts_of = np.array_split(columns, PROCESSES, axis=1)
    return np.concatenate(pool.map(summarise, parts_of)), sum(met for _, met in parts) / runs


def main():
    global SIMULATION
    file, runs, seed, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    with open(file, encoding="utf-8") as stream:
        model = json.load(stream)
    SIMULATION = Simulation(model)
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        simulate(pool, max(runs // 10, 1000), seed)
        start = time.perf_counter()
        series, target = simulate(pool, runs, seed)
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + PROCESSES * resource.getrusage(
        resource.RUSAGE_CHILDREN).ru_maxrss
    with open(out, "w", encoding="utf-8") as stream:
        json.dump({"peer": "numpy", "runs": runs, "seconds": seconds, "peak_mb": peak / 1024, "target": target,
                   "series": series.tolist()}, stream)


if __name__ == "__main__":
    main()

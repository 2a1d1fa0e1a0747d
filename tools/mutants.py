#!/usr/bin/env python3
"""Changes the product by a little, one place at a time, and asks the tests whether they notice.

    mutants.py [--seed N] [--count N] [--layers a,b] [--minutes N] [--report FILE] [--jobs N]
    mutants.py --list ...       only says which changes would be made
    mutants.py --self-test

A mutant is one small change of one line: a comparison, an operator, a constant, a condition, two arguments or two fields exchanged,
a statement dropped. Lines are drawn with a seed, layers by their size; with --covered FILE (a line `path:number` for each line
that the tests run, from tools/covered.sh) only lines that tests reach. Each mutant is built in a tree and a build folder of its own
(build/mutants), never in the tree at hand: first the tests of its own layer run, then, if they notice nothing, the fast tier.
What does not compile is no mutant, and another one is drawn.

The report says of each survivor what was changed, so that somebody can judge it equivalent or write the test that it lacks.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYERS = ["core", "tree", "ledger", "sim", "inference", "forecast", "scenarios", "reports", "cli"]
# Fields and words that are told apart by name only: swapped, everything still compiles.
PAIRS = [("p10", "p90"), ("p05", "p95"), ("p25", "p75"), ("with", "without"), ("low", "high"), ("lower", "upper"), ("from", "to"),
         ("first", "last"), ("prior", "now"), ("before", "after"), ("start", "end"), ("plan", "landing"), ("planned", "came"),
         ("numerator", "denominator"), ("rows", "columns"), ("amount", "se"), ("mean", "sd"), ("front", "back")]
COMPARE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*"}
STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
NOT_CODE = re.compile(r"^\s*(//|///|#|\*|/\*|using |namespace |template|struct |class |enum |friend |BET_|static_assert|public:|private:|case |default:|\[\[)")


def blank_strings(line):
    """The line with what stands in quotes, and a comment at its end, replaced by as many blanks."""
    line = STRING.sub(lambda m: " " * len(m.group(0)), line)
    comment = line.find("//")
    return line if comment < 0 else line[:comment] + " " * (len(line) - comment)


def replaced(line, start, end, new):
    return line[:start] + new + line[end:]


def comparisons(line, code):
    for m in re.finditer(r"(?<= )(<=|>=|==|!=|<|>)(?= )", code):
        yield "comparison", replaced(line, m.start(), m.end(), COMPARE[m.group(1)])


def operators(line, code):
    for m in re.finditer(r"(?<=[\w)\]] )([-+*/])(?= [\w(])", code):
        yield "operator", replaced(line, m.start(), m.end(), ARITHMETIC[m.group(1)])
    for m in re.finditer(r" ([-+*/])= ", code):
        yield "operator", replaced(line, m.start(1), m.end(1), ARITHMETIC[m.group(1)])


def constants(line, code):
    for m in re.finditer(r"(?<![\w.'\"])(\d+(?:\.\d+)?)(U?)(?![\w.'])", code):
        if re.search(r"(std::array<|\bget<|\[)[^;]*$", code[:m.start()]) and code[m.end():m.end() + 1] in {">", "]"}:
            continue
        number = m.group(1)
        new = f"{float(number) * 1.5 + 0.1:g}" if "." in number else str(int(number) + 1)
        yield "constant", replaced(line, m.start(1), m.end(1), new)


def conditions(line, code):
    for m in re.finditer(r"&&|\|\|", code):
        if code[:m.start()].count("(") > 0 or "return" in code or " = " in code:
            yield "condition", replaced(line, m.start(), m.end(), "||" if m.group(0) == "&&" else "&&")
    for m in re.finditer(r"(?<=[( ])!(?=[\w(])", code):
        yield "condition", replaced(line, m.start(), m.end(), "")
    for m in re.finditer(r"\breturn (true|false);", code):
        yield "condition", replaced(line, m.start(1), m.end(1), "false" if m.group(1) == "true" else "true")


def fields(line, code):
    for a, b in PAIRS:
        for one, other in ((a, b), (b, a)):
            for m in re.finditer(rf"(?<=[.>_]){one}\b(?!\()", code):
                yield "field", replaced(line, m.start(), m.end(), other)


def arguments(line, code):
    for m in re.finditer(r"\w\(([\w.\[\]]+), ([\w.\[\]]+)([,)])", code):
        if m.group(1) != m.group(2):
            yield "arguments", line[:m.start(1)] + m.group(2) + ", " + m.group(1) + line[m.end(2):]


def statements(line, code):
    if re.fullmatch(r"\s+[\w.\->:\[\]]+(\(.*\)| [-+*/|]?= .*);\s*", code) and not re.match(r"\s+(return|auto|const|std::)", code):
        yield "statement", re.match(r"\s*", line).group(0) + ";  // dropped"


KINDS = [comparisons, operators, constants, conditions, fields, arguments, statements]


def mutants_of(line):
    """(kind, changed line) for every small change of a line."""
    if NOT_CODE.match(line) or not line.strip():
        return []
    code = blank_strings(line)
    return [change for kind in KINDS for change in kind(line, code)]


def candidates(root, layers, covered):
    """Layer -> [(path, number, kind, old, new)]"""
    found = collections.defaultdict(list)
    for layer in layers:
        for path in sorted((root / layer).rglob("*.cc")):
            name = path.relative_to(root).as_posix()
            if re.search(r"codes\w*\.cc$", name):
                continue  # catalogues of words
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if covered is None or f"{name}:{number}" in covered:
                    found[layer] += [(name, number, kind, line, new) for kind, new in mutants_of(line)]
    return found


def drawn(found, seed, count):
    """An endless draw, layer by layer in proportion to its size: (layer, candidate)."""
    chance = random.Random(seed)
    places = {layer: collections.defaultdict(list) for layer in found}
    for layer, all_of_it in found.items():
        for one in all_of_it:
            places[layer][one[0], one[1]].append(one)
    size = {layer: len(where) for layer, where in places.items()}
    quota = {layer: max(5, round(count * n / sum(size.values()))) for layer, n in size.items()}
    for layer in found:
        order = sorted(places[layer])
        chance.shuffle(order)
        yield layer, quota[layer], [chance.choice(places[layer][where]) for where in order]


class Workshop:
    """A tree and a build folder of their own."""

    def __init__(self, jobs):
        self.tree = ROOT / "build" / "mutants" / "tree"
        self.build = ROOT / "build" / "mutants" / "release"
        self.jobs = str(jobs)
        if not self.tree.exists():
            subprocess.run(["git", "worktree", "add", "--detach", "--force", self.tree, "HEAD"], cwd=ROOT, check=True)
        subprocess.run(["git", "checkout", "--quiet", "--force", "--detach",
                        subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()], cwd=self.tree, check=True)
        subprocess.run(["cmake", "--preset", "release", "-B", self.build, "--log-level=WARNING"], cwd=self.tree, check=True,
                       stdout=subprocess.DEVNULL)

    def make(self, *targets):
        done = subprocess.run(["cmake", "--build", self.build, "-j", self.jobs, "--target", *targets], capture_output=True, text=True)
        return done.returncode == 0

    def notices(self, command, seconds):
        """Do these tests fail? One that does not end has noticed too."""
        try:
            return subprocess.run(command, cwd=self.tree, capture_output=True, timeout=seconds).returncode != 0
        except subprocess.TimeoutExpired:
            return True

    def try_one(self, layer, mutant):
        name, number, _, old, new = mutant
        path = self.tree / name
        text = path.read_text()
        lines = text.splitlines(keepends=True)
        assert lines[number - 1].rstrip("\n") == old
        lines[number - 1] = new + "\n"
        path.write_text("".join(lines))
        try:
            if not self.make(f"test_{layer}"):
                return "does not compile"
            program = [self.build / "tests" / f"test_{layer}", "--gtest_brief=1", "--gtest_fail_fast"]
            if self.notices(program, 900):
                return "own layer"
            if not self.make("all"):
                return "does not compile"
            everything = ["ctest", "--test-dir", self.build, "-LE", "full", "-j", self.jobs, "--stop-on-failure"]
            return "fast tier" if self.notices(everything, 1800) else "survived"
        finally:
            path.write_text(text)


def report(results, out):
    print("| layer | mutants | by its own tests | by the fast tier | survived |", file=out)
    print("|---|---:|---:|---:|---:|", file=out)
    for layer in [*LAYERS, "all"]:
        tally = collections.Counter(r["outcome"] for r in results if layer in (r["layer"], "all"))
        n = sum(tally.values())
        if n:
            print(f"| {layer} | {n} | {tally['own layer']} ({tally['own layer'] / n:.0%}) | {tally['fast tier']} | {tally['survived']} ({tally['survived'] / n:.0%}) |", file=out)
    print("\nSurvivors:", file=out)
    for r in results:
        if r["outcome"] == "survived":
            print(f"\n{r['file']}:{r['line']} ({r['kind']})\n  - {r['old'].strip()}\n  + {r['new'].strip()}", file=out)


def self_test():
    def news(line):
        return [new for _, new in mutants_of(line)]
    assert "  if (a <= b) {" in news("  if (a < b) {")
    assert "  return a - b;" in news("  return a + b;")
    assert "  x.p90 = 1;" in news("  x.p10 = 1;")
    assert "  f(b, a);" in news("  f(a, b);")
    assert "  ;  // dropped" in news("  list.push_back(x);")
    assert "  return false;" in news("  return true;")
    assert not mutants_of("// a < b") and not mutants_of('#include "a/b.h"')
    assert news('  const char* text = "a < b";') == []
    found = {"core": [("core/a.cc", n, "constant", "x", "y") for n in range(50)]}
    assert list(drawn(found, 7, 5)) == list(drawn(found, 7, 5)) != list(drawn(found, 8, 5))
    print("mutants: self-test ok")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--layers", default=",".join(LAYERS))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--covered", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if args.self_test:
        return self_test()
    covered = set(args.covered.read_text().split()) if args.covered else None
    layers = args.layers.split(",")
    found = candidates(ROOT, layers, covered)
    queue = list(drawn(found, args.seed, args.count))
    if args.list:
        for layer, quota, order in queue:
            for name, number, kind, old, new in order[:quota]:
                print(f"{name}:{number} ({kind})\n  - {old.strip()}\n  + {new.strip()}")
        return None
    shop, results, end = Workshop(args.jobs), [], time.monotonic() + 60 * args.minutes
    if not shop.make("all"):
        sys.exit("the tree does not build as it is")
    for layer, quota, order in queue:
        taken = 0
        for mutant in order:
            if taken == quota or time.monotonic() > end:
                break
            outcome = shop.try_one(layer, mutant)
            if outcome == "does not compile":
                continue
            taken += 1
            name, number, kind, old, new = mutant
            results.append({"layer": layer, "file": name, "line": number, "kind": kind, "old": old, "new": new, "outcome": outcome})
            print(f"{layer} {taken}/{quota}: {outcome}: {name}:{number} ({kind})", flush=True)
    report(results, sys.stdout)
    if args.report:
        args.report.write_text(json.dumps(results, indent=1) + "\n")
    return None


if __name__ == "__main__":
    sys.exit(main())

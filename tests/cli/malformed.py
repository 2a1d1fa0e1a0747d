#!/usr/bin/env python3
"""Every case of tests/data/malformed through the program: exit code 3, the findings at their places,
and nothing recorded.

    malformed.py PROGRAM [FOLDER]
"""

import contextlib
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}|.)")
PLAIN = {b"t": b"\t", b"r": b"\r", b"0": b"\0"}


def unescaped(line):
    def one(match):
        what = match.group(1)
        return bytes([int(what[1:], 16)]) if len(what) == 3 else PLAIN.get(what, what)
    return ESCAPE.sub(one, line)


def read_cases(folder):
    """(topic, name, read as, content, the expected findings)"""
    for file in sorted(folder.glob("*.txt")):
        case = None
        for line in file.read_bytes().split(b"\n")[:-1]:
            if line.startswith(b"## "):
                if case:
                    yield case
                case = [file.stem, line[3:].decode(), "", b"", []]
            elif line.startswith(b">"):
                case[2] = line[2:].decode()
            elif line.startswith(b"="):
                case[4].append(line[2:].decode())
            else:
                text = unescaped(line[1:]) if line.startswith(b"~") else line[1:]
                case[3] += text if line.startswith(b";") else text + b"\n"
        yield case


def standard_tree():
    header = (TESTS / "ledger" / "authoring" / "malformed_cases.h").read_text(encoding="utf-8")
    return re.search(r'R"\((.*?)\)"', header, re.S).group(1)


class Bench:
    """A folder with a ledger that must stay as it is."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        (folder / "standard.yaml").write_text(standard_tree(), encoding="utf-8")
        self.run("bare.db", "init")
        self.run("tree.db", "init")
        self.run("tree.db", "apply", "standard.yaml")
        self.heads = {name: self.head(name) for name in ("bare.db", "tree.db")}

    def run(self, ledger, *words):
        env = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "BETLEDGER_NOW": "2026-07-01T09:00:00Z",
               "BETLEDGER_ACTOR": "tester"}
        return subprocess.run([self.program, "--ledger", ledger, *words], cwd=self.folder, env=env,
                              capture_output=True, check=False)

    def head(self, name):
        with contextlib.closing(sqlite3.connect(self.folder / name)) as database:
            return database.execute("SELECT count(*), max(hash) FROM entry").fetchone()

    def faults(self, read_as, content, expected):
        """What is not as it should be for one case."""
        name = "case.csv" if read_as == "actuals" else "case.yaml"
        (self.folder / name).write_bytes(content)
        ledger = "bare.db" if read_as == "tree" else "tree.db"
        words = {"tree": ["apply", name], "bets": ["apply", name],
                 "actuals": ["actuals", "import", name]}[read_as]
        done = self.run(ledger, *words)
        found = []
        if done.returncode != 3:
            found.append(f"exit code {done.returncode}")
        if done.stdout:
            found.append("something on standard output")
        text = done.stderr.decode("utf-8", "replace")
        places = [f"{at} {code}" for at, code in re.findall(
            rf"^{re.escape(name)}:(\d+:\d+): error: .*\[([A-Z]\d+)\]$", text, re.M)]
        if places[: len(expected)] != expected:
            found.append(f"expected {expected}, found {places}\n{text}")
        if self.head(ledger) != self.heads[ledger]:
            found.append("something was recorded")
        return found


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else TESTS / "data" / "malformed"
    count, wrong = {}, 0
    with tempfile.TemporaryDirectory(prefix="malformed-") as scratch:
        bench = Bench(program, pathlib.Path(scratch))
        for topic, name, read_as, content, expected in read_cases(folder):
            count[topic] = count.get(topic, 0) + 1
            for fault in bench.faults(read_as, content, expected):
                wrong += 1
                print(f"{topic}: {name}: {fault}")
    listed = ", ".join(f"{topic} {number}" for topic, number in count.items())
    print(f"{sum(count.values())} malformed inputs ({listed}): {wrong} not refused as they should be")
    return 1 if wrong or sum(count.values()) < 150 else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs golden sessions: input, commands and expected output in one readable file.

    -- a comment
    file tree.yaml
    | tree: Shop
    | focus: revenue

    $ betledger init
    betledger.db
    ! next: write tree.yaml
    $ betledger check
    ! error: there is no tree
    ? 2

After a command stand the lines of its standard output, then those of its standard error with `! `
before them, then `? N` if the exit code N is not 0. A line `...` stands for any number of lines and
`[...]` for any text within one. An output line that looks like syntax, and an empty one at the end,
gets a backslash before it. Commands go through bash, each session in a fresh folder with a pinned clock;
language, time zone and home differ from session to session, because they must not matter. Every
JSON that `--format json` printed on the way is held to the schema of its output.

    golden_runner.py --program build/release/betledger tests/golden/*.session
    golden_runner.py --program ... --update FILE     rewrites what differs
"""

import argparse
import dataclasses
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import json_schema

LANGUAGES = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "en_US.UTF-8", "hi_IN"]
ZONES = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Europe/Berlin"]
SYNTAX = ("$ ", "! ", "? ", "-- ", "\\", "| ")
FILE = re.compile(r"^file ([A-Za-z0-9_./-]+)$")
CLOCK = re.compile(r"^-- The clock stands at (\S+Z)\.$")
NOBODY = 65534
# Stands for the program, and keeps what it prints as JSON.
KEEPER = """#!/bin/bash
for word; do [[ $word == json || $word == --format=json ]] && keeps=1; done
[[ $keeps ]] || exec {program} "$@"
out=$(mktemp {kept}/XXXXXX) && {program} "$@" > "$out"
code=$?
cat "$out"
echo "$*" > "$out.words"
exit $code
"""


@dataclasses.dataclass
class Step:
    """One part of a session: its lines before the expectation, and the expectation."""

    head: list[str]
    command: str = ""
    file: str = ""
    content: str = ""
    out: list[str] = dataclasses.field(default_factory=list)
    err: list[str] = dataclasses.field(default_factory=list)
    code: int = 0


def is_head(lines, i):
    """Does a new step start at this line?"""
    if lines[i].startswith(("$ ", "-- ")):
        return True
    return bool(FILE.match(lines[i])) and i + 1 < len(lines) and lines[i + 1].startswith("|")


def read_expectation(step, lines):
    for line in lines:
        if line.startswith("! ") or line == "!":
            step.err.append(line[2:])
        elif re.fullmatch(r"\? \d+", line):
            step.code = int(line[2:])
        else:
            step.out.append(line[1:] if line.startswith("\\") else line)


def parse(text):
    lines = text.splitlines()
    steps, i = [], 0
    while i < len(lines):
        line = lines[i]
        if line.startswith("-- ") or not line:
            steps.append(Step([line]))
            i += 1
        elif line.startswith("$ "):
            j = i + 1
            while j < len(lines) and not is_head(lines, j):
                j += 1
            end = j
            while end > i + 1 and not lines[end - 1]:
                end -= 1
            step = Step([line], command=line[2:])
            read_expectation(step, lines[i + 1 : end])
            steps.append(step)
            i = end
        elif is_head(lines, i):
            j = i + 1
            while j < len(lines) and lines[j].startswith("|"):
                j += 1
            content = "".join(body[2:] + "\n" for body in lines[i + 1 : j])
            steps.append(Step(lines[i:j], file=FILE.match(line).group(1), content=content))
            i = j
        else:
            raise SystemExit(f"line {i + 1}: neither a comment, a file nor a command: {line}")
    return steps


def line_matches(expected, actual):
    if "[...]" not in expected:
        return expected == actual
    return re.fullmatch(".*".join(map(re.escape, expected.split("[...]"))), actual) is not None


def lines_match(expected, actual):
    if "..." not in expected:
        return len(expected) == len(actual) and all(map(line_matches, expected, actual))
    # The usual wildcard match, by lines: remember the last `...` and where it began.
    e = a = 0
    star, mark = None, 0
    while a < len(actual):
        if e < len(expected) and expected[e] == "...":
            star, mark = e, a
            e += 1
        elif e < len(expected) and line_matches(expected[e], actual[a]):
            e, a = e + 1, a + 1
        elif star is not None:
            mark += 1
            e, a = star + 1, mark
        else:
            return False
    return all(line == "..." for line in expected[e:])


def show_out(lines):
    shown = ["\\" + line if line.startswith(SYNTAX) or line == "..." or FILE.match(line) else line
             for line in lines]
    if shown and not shown[-1]:
        shown[-1] = "\\"
    return shown


def show(out, err, code):
    text = show_out(out) + [("! " + line).rstrip() if not line else "! " + line for line in err]
    return text + ([f"? {code}"] if code else [])


def clock(lines):
    """A session may set the pinned clock: `-- The clock stands at 2026-07-06T09:00:00Z.`"""
    for line in lines[:5]:
        if found := CLOCK.match(line):
            return found.group(1)
    return "2011-06-27T09:00:00Z"


def stand_in(folder, program):
    """A folder with what stands for the program."""
    (folder / "kept").mkdir()
    (folder / "kept").chmod(0o777)
    (folder / "bin").mkdir()
    keeper = folder / "bin" / program.name
    keeper.write_text(KEEPER.format(program=shlex.quote(str(program)), kept=shlex.quote(str(folder / "kept"))))
    keeper.chmod(0o755)
    return keeper.parent


def contract_failures(folder, program):
    """What is wrong with the JSON that was kept."""
    outputs = json_schema.Outputs(program)
    failures = []
    for words in sorted((folder / "kept").glob("*.words")):
        printed = words.with_suffix("").read_text(encoding="utf-8")
        if printed:  # else it was refused
            failures += [f"betledger {words.read_text().strip()}: {one}" for one in outputs.failures(printed)]
    return failures


def environment(name, now, folder, program):
    which = sum(name.encode())
    return {
        "PATH": f"{stand_in(folder, program)}:{os.path.dirname(sys.executable)}:/usr/bin:/bin",
        "HOME": str(folder / "home"),
        "LANG": LANGUAGES[which % len(LANGUAGES)],
        "TZ": ZONES[which % len(ZONES)],
        "TERM": "xterm",
        "NO_COLOR": "1",
        "BETLEDGER_NOW": now,
        "BETLEDGER_ACTOR": "steward",
        "TEST_DATA": str(pathlib.Path(__file__).resolve().parent.parent / "data"),
    }


def split(text):
    """The lines; text without a newline at its end ends in a line that says so."""
    lines = text.split("\n")
    if lines[-1]:
        return lines[:-1] + [lines[-1] + "\\ no newline at the end"]
    return lines[:-1]


def run_step(step, folder, env, user):
    if step.file:
        path = folder / "work" / step.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step.content, encoding="utf-8", newline="")
        return None
    if not step.command:
        return None
    done = subprocess.run(["bash", "-c", step.command], cwd=folder / "work", env=env, timeout=300,
                          stdin=subprocess.DEVNULL, capture_output=True, user=user, check=False)
    decode = lambda data: split(data.decode("utf-8", "backslashreplace"))
    return decode(done.stdout), decode(done.stderr), done.returncode


def run_session(path, program, update):
    """The lines that should stand in the file, and the differences."""
    text = path.read_text(encoding="utf-8")
    steps = parse(text)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="golden-"))
    user = None
    if "-- as an ordinary user" in text.splitlines()[:5] and os.geteuid() == 0:
        user = NOBODY
    result, differences = [], []
    try:
        for name in ("work", "home"):
            (folder / name).mkdir()
        if user is not None:
            for name in (folder, folder / "work", folder / "home"):
                os.chown(name, user, user)
        env = environment(path.name, clock(text.splitlines()), folder, program)
        for step in steps:
            result += step.head
            actual = run_step(step, folder, env, user)
            if actual is None:
                continue
            expected = show(step.out, step.err, step.code)
            out, err, code = actual
            same = lines_match(step.out, out) and lines_match(step.err, err) and step.code == code
            got = expected if same else show(out, err, code)
            result += got
            if not same:
                differences += [f"{path.name}: $ {step.command}"]
                differences += list(difflib.unified_diff(expected, got, "expected", "actual", lineterm=""))
        differences += [f"{path.name}: {failure}" for failure in contract_failures(folder, program)]
    finally:
        subprocess.run(["chmod", "-R", "u+rwx", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    if update:
        path.write_text("\n".join(result) + "\n", encoding="utf-8")
    return differences


def main():
    parser = argparse.ArgumentParser(description="run golden sessions")
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true", help="rewrite what differs")
    parser.add_argument("sessions", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    failed = 0
    for session in arguments.sessions:
        differences = run_session(session, arguments.program.resolve(), arguments.update)
        failed += bool(differences)
        print("\n".join(differences) or f"{session.name}: ok")
    return 1 if failed and not arguments.update else 0


if __name__ == "__main__":
    sys.exit(main())

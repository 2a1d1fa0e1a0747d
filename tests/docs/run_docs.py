#!/usr/bin/env python3
"""Runs every betledger command that a document shows, in the order it shows them.

Two shapes count: lines that begin with `$ betledger` in a fenced block, and `betledger ...` in backticks in the first
column of a table. Each shape of each document runs in a fresh folder that holds the store example's files unless its first command
is `init --example`. A command may end with exit code 0 or 1 (findings); anything else fails the test.

A fenced block opened with ```text is output: its lines must stand, in this order, in what the demo prints (`...` stands for
lines left out). Links to files of the project must lead to a file.

    run_docs.py PROGRAM DOCUMENT...
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def sessions(text):
    """Lists of commands: the document's fenced blocks, then each of its tables."""
    blocks, tables, fenced, table = [], [], False, []
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced and line.startswith("$ betledger"):
            blocks.append(line[2:])
        row = re.match(r"\| `(betledger [^`]*)` \|", line)
        if row and not fenced:
            table.append(row.group(1))
        elif table and not line.startswith("|"):
            tables.append(table)
            table = []
    return [s for s in [blocks, *tables, table] if s]


def run(program, document, commands):
    with tempfile.TemporaryDirectory() as folder:
        bin_folder = pathlib.Path(folder, "bin")
        bin_folder.mkdir()
        (bin_folder / "betledger").symlink_to(program)
        work = pathlib.Path(folder, "work")
        work.mkdir()
        if "--example" not in commands[0]:
            for name in ("tree.yaml", "bets.yaml", "history.csv", "actuals-2011-08-14.csv",
                         "actuals-2011-09-25.csv"):
                shutil.copy(ROOT / "examples" / "store" / name, work)
        env = {"PATH": f"{bin_folder}:/usr/bin:/bin", "HOME": str(work), "BETLEDGER_NOW": "2011-06-26T09:00:00Z",
               "BETLEDGER_ACTOR": "reader"}
        for command in commands:
            done = subprocess.run(["/bin/sh", "-c", command], cwd=work, env=env, capture_output=True, text=True,
                                  stdin=subprocess.DEVNULL, timeout=300)
            if done.returncode not in (0, 1):
                print(f"{document}: {command}\n{done.stdout}{done.stderr}exit code {done.returncode}")
                return False
    return True


def demo(program):
    """The lines of the demo, as `./run demo` shows them."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"PATH": "/usr/bin:/bin", "HOME": folder, "BETLEDGER_NOW": "2011-06-26T09:00:00Z"}
        done = subprocess.run([ROOT / "tools" / "demo.sh", program], cwd=folder, env=env, capture_output=True, text=True,
                              check=True, timeout=300)
    return done.stdout.splitlines()


def shown_as_printed(document, text, printed):
    good = True
    for block in re.findall(r"^```text\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        at = 0
        for line in block.splitlines():
            if line == "...":
                continue
            try:
                at = printed.index(line, at) + 1
            except ValueError:
                print(f"{document}: the demo does not print (here): {line}")
                good = False
    return good


def links_lead_somewhere(document, text):
    folder = pathlib.Path(document).parent
    broken = [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not (folder / link).exists()]
    for link in broken:
        print(f"{document}: {link} is not there")
    return not broken


def main():
    program = os.path.abspath(sys.argv[1])
    ran, good = 0, True
    printed = demo(program)
    for document in sys.argv[2:]:
        text = pathlib.Path(document).read_text(encoding="utf-8")
        good = links_lead_somewhere(document, text) and good
        good = shown_as_printed(document, text, printed) and good
        for commands in sessions(pathlib.Path(document).read_text(encoding="utf-8")):
            ran += len(commands)
            good = run(program, document, commands) and good
    print(f"{ran} commands of the documents ran")
    return 0 if good and ran > 0 else 1


sys.exit(main())

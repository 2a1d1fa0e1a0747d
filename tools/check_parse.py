#!/usr/bin/env python3
"""Parses every source with clang, each on its own: what only g++ accepts, what clang warns of, and what
only compiles because a precompiled header was read before.

    check_parse.py FOLDER [SOURCE ...]    FOLDER: configured with BET_PRECOMPILE=OFF; no SOURCE: all

A source that parsed is not parsed again before it, or anything it includes, has changed: ninja keeps
the books in FOLDER/parse.
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG = "clang++-14"


def arguments(command):
    """What clang takes over of a compiler's command: no output and no optimisation."""
    words, kept = iter(shlex.split(command)[1:]), []
    for word in words:
        if word == "-o":
            next(words)
        elif word != "-c" and not word.startswith("-O"):
            kept.append(word)
    return kept


def rules(folder, wanted):
    """The ninja file: a stamp for every source, after clang has parsed it."""
    by_source = {}  # the kernels are compiled once per instruction set, and parsed once
    for entry in json.loads((folder / "compile_commands.json").read_text()):
        by_source.setdefault(os.path.relpath(entry["file"], ROOT), entry["command"])
    missing = [name for name in wanted if name not in by_source]
    if missing:
        sys.exit(f"check_parse: {', '.join(missing)}: not compiled in {folder}")
    lines = [f"builddir = {folder}/parse",
             "rule parse",
             f"  command = {CLANG} -fsyntax-only -Wno-unknown-warning-option -MD -MF $out.d -MT $out $arguments"
             " && touch $out",
             "  depfile = $out.d",
             "  deps = gcc",
             "  description = $in"]
    # The longest first, so that no core is left with one at the end; generated sources are not ours.
    for name in sorted(wanted or [name for name in by_source if not name.startswith("build/")],
                       key=lambda name: -(ROOT / name).stat().st_size):
        words = " ".join(shlex.quote(word) for word in arguments(by_source[name]))
        lines += [f"build {folder}/parse/{name}.parsed: parse {name}", f"  arguments = {words.replace('$', '$$')}"]
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1]).resolve()
    (folder / "parse").mkdir(exist_ok=True)
    book = folder / "parse" / "build.ninja"
    book.write_text(rules(folder, sys.argv[2:]))
    ninja = ["ninja", "-f", str(book), "-j", str(len(os.sched_getaffinity(0))), "-k", "0"]
    return subprocess.run(ninja + ([] if sys.stdout.isatty() else ["--quiet"]), cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())

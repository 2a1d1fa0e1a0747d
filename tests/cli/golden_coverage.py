#!/usr/bin/env python3
"""Fails unless every command, option and example of the command table is in a golden session.

The table comes from the program itself (`betledger help --json`).
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys


def commands_in(text):
    """The words of every call of betledger in a session."""
    for line in text.splitlines():
        if not line.startswith("$ "):
            continue
        lexer = shlex.shlex(line[2:], posix=True, punctuation_chars="|&;<>()")
        lexer.whitespace_split = True
        words = []
        for token in list(lexer) + [";"]:
            if token and all(c in "|&;<>()" for c in token):
                if "betledger" in words:
                    yield words[words.index("betledger") + 1 :]
                words = []
            else:
                words.append(token)


def used_options(words, options, shared):
    """Names of options in `words`, long or short, and where the command's own words are."""
    letters = {o["letter"]: o["name"] for o in options + shared if o["letter"]}
    names = set()
    for word in words:
        if word.startswith("--"):
            names.add(word[2:].split("=")[0])
        elif re.match(r"-[A-Za-z]", word):
            names.add(letters.get(word[1], ""))
    return names


def bare_words(words, shared):
    takes_value = {"--" + o["name"] for o in shared if o["value"]}
    bare, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in takes_value:
            skip = True
        elif not word.startswith("-"):
            bare.append(word)
    return bare


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    table = json.loads(subprocess.run([program, "help", "--json"], check=True, capture_output=True).stdout)
    shared = table["global_options"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.session")))
    lines = {line[2:].split(" | ")[0] for line in text.splitlines() if line.startswith("$ ")}
    seen = {command["name"]: set() for command in table["commands"]}
    run, everywhere = set(), set()
    for words in commands_in(text):
        bare = bare_words(words, shared)
        for command in table["commands"]:
            own = command["name"].split()
            if bare[: len(own)] == own:
                run.add(command["name"])
                names = used_options(words, command["options"], shared)
                seen[command["name"]] |= names
                everywhere |= names
    missing = [f"no session runs `betledger {name}`" for name in seen if name not in run]
    for command in table["commands"]:
        for option in command["options"]:
            if option["name"] not in seen[command["name"]]:
                missing.append(f"no session uses `betledger {command['name']} --{option['name']}`")
        for example in command["examples"]:
            if example["line"] not in lines:
                missing.append(f"no session runs the example `{example['line']}`")
    for option in shared:
        if option["name"] not in everywhere:
            missing.append(f"no session uses --{option['name']}")
    print("\n".join(missing) or f"coverage: {len(seen)} commands, every option and example is in a session")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

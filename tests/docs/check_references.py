#!/usr/bin/env python3
"""Fails where a comment or a document names a file of the project that is not there.

Read are comments of headers and sources, CMake files and scripts, and all Markdown: every word that looks like a path into one of
the project's folders. `ledger/text/yaml*.cc` stands for at least one file; `docs/x.md section Y` for nothing (sections have names:
name the document, and the heading in quotes).
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDERS = "bench|betledger|cli|cmake|core|docs|examples|findings|forecast|inference|ledger|reports|scenarios|sim|tests|tools|tree"
PATH = re.compile(rf"(?<![\w/.$}}-])(?:{FOLDERS})(?:/[\w*.-]+)+/?")
ENDS = (".h", ".cc", ".md", ".py", ".sh", ".yaml", ".csv", ".json", ".session", ".cmake", ".txt", ".svg")


def comment_of(line, suffix):
    if suffix == ".md":
        return line
    if suffix in {".h", ".cc"}:
        at = line.find("//")
        return line[at:] if at >= 0 and not line.lstrip().startswith("#") else ""
    at = line.find("#")
    return line[at:] if at >= 0 else ""


def broken(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = comment_of(line, path.suffix)
        for match in PATH.finditer(text):
            name = match.group(0).rstrip(".")
            is_file = (name.endswith(ENDS) or "*" in name) and "NAME" not in name
            if not is_file and not (name.startswith("docs/") or name.endswith("/")):
                continue  # `core/text` in prose may be two words of a choice
            if not list(ROOT.glob(name.rstrip("/"))):
                yield f"{path.relative_to(ROOT)}:{number}: there is no {name}"
        if re.search(r"\bmodel\.md section \d|docs/\S+ section \d", text):
            yield f"{path.relative_to(ROOT)}:{number}: sections have names, not numbers"


def main():
    files = subprocess.check_output(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True).split("\n")
    found = [problem for name in files if pathlib.PurePath(name).suffix in {".h", ".cc", ".md", ".py", ".cmake", ".txt"}
             and (ROOT / name).is_file() and name != "CHANGELOG.md" for problem in broken(ROOT / name)]
    print("\n".join(found) or "references: ok")
    return 1 if found else 0


sys.exit(main())

#!/usr/bin/env python3
"""Check the chain of hashes of a ledger without betledger: sqlite3, hashlib and json alone.

    tools/verify_chain.py betledger.db [HEAD]

Exit code 0: every entry follows from the one before it (and the head is HEAD, or starts with it).
1: it does not; every broken entry is named. 2: the file cannot be read.
docs/ledger-format.md describes what is hashed.
"""
import hashlib
import json
import sqlite3
import sys
from pathlib import Path

COLUMNS = ("seq", "recorded_at", "actor", "schema", "idempotency_key", "part", "parts", "kind", "payload", "previous")


def netstring(value):
    data = value if isinstance(value, bytes) else str(value).encode("utf-8")
    return b"%d:%s," % (len(data), data)


def hash_of(row):
    preimage = netstring("betledger entry") + b"".join(netstring(row[column]) for column in COLUMNS)
    return hashlib.sha256(preimage).hexdigest()


def problems_of(row, seq, previous):
    if row["seq"] != seq + 1:
        yield f"follows entry {seq}: entries are missing"
    elif row["previous"] != previous:
        yield "does not name the hash of the entry before it"
    if hash_of(row) != row["hash"]:
        yield "its hash is not that of its contents"
    try:
        if not isinstance(json.loads(row["payload"]), dict):
            yield "its payload is not an object"
    except ValueError as problem:
        yield f"its payload is not JSON: {problem}"


def read(file):
    # immutable=0 on purpose: entries that are still in the -wal file count.
    database = sqlite3.connect(Path(file).resolve().as_uri() + "?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    return database.execute("SELECT * FROM entry ORDER BY seq").fetchall()


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        rows = read(arguments[0])
    except sqlite3.Error as problem:
        print(f"{arguments[0]}: {problem}", file=sys.stderr)
        return 2
    seq, previous, broken = 0, "0" * 64, not rows
    for row in rows:
        for problem in problems_of(row, seq, previous):
            print(f"entry {row['seq']}: {problem}")
            broken = True
        seq, previous = row["seq"], row["hash"]
    print(f"{len(rows)} entries, head {seq} {previous}")
    if len(arguments) == 2 and not previous.startswith(arguments[1]):
        print(f"the head is not {arguments[1]}")
        broken = True
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

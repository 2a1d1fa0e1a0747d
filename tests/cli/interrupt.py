#!/usr/bin/env python3
"""Ctrl-C during a long forecast: exit 130, and the runs that were done are told. Usage: interrupt.py PROGRAM"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

program = pathlib.Path(sys.argv[1]).resolve()
environment = {**os.environ, "BETLEDGER_ACTOR": "steward"}


def call(folder, *words):
    subprocess.run([program, *words], cwd=folder, env=environment, check=True, capture_output=True)


with tempfile.TemporaryDirectory() as folder:
    call(folder, "init", "--example", "tutorial", "--quiet")
    call(folder, "apply", "tree.yaml", "bets.yaml", "--quiet")
    call(folder, "actuals", "import", "history.csv", "--quiet")
    call(folder, "cycle", "open", "2026Q3", "--quiet")
    # Ten million runs take far longer than this wait; it only has to end after the first thousands.
    forecast = subprocess.Popen([program, "forecast", "--runs", "10000000"], cwd=folder, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2)
    forecast.send_signal(signal.SIGINT)
    out, err = forecast.communicate(timeout=300)
    answer = subprocess.Popen([program, "forecast", "--runs", "10000000", "--format", "json"], cwd=folder, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(2)
    answer.send_signal(signal.SIGINT)
    document, note = answer.communicate(timeout=300)

assert forecast.returncode == 130, (forecast.returncode, err)
assert "interrupted" in err, err
if "before there was anything" not in err:  # a slow machine may not have come that far
    assert "without bets" in out and "10000000 runs" not in out, out
    assert "Interrupted: fewer runs than were asked for" in out, out
assert answer.returncode == 130, (answer.returncode, note)
if "before there was anything" not in note:
    settings = json.loads(document)["settings"]
    assert settings["interrupted"] is True and settings["attribution"] is False, settings
    assert "overlap" not in json.loads(document), document[:200]
print("interrupted as it should be:", err.strip())

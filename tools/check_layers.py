#!/usr/bin/env python3
"""Fail when a file includes a layer it may not use, or a third-party header outside its home."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

LAYERS = {
    "core": set(),
    "tree": {"core"},
    "ledger": {"core", "tree"},
    "sim": {"core", "tree"},
    "inference": {"core", "tree", "sim"},
    "forecast": {"core", "tree", "ledger", "sim", "inference"},
    "scenarios": {"core", "tree", "ledger", "sim", "inference", "forecast"},
    "reports": {"core", "tree", "ledger", "sim", "inference", "forecast", "scenarios"},
    "cli": {"core", "tree", "ledger", "sim", "inference", "forecast", "scenarios", "reports"},
}

# Third-party prefix -> the only folders (or files) that may include it.
HOMES = {
    "SQLiteCpp/": ["ledger/"],
    "sqlite3.h": ["ledger/"],
    "yaml-cpp/": ["ledger/yaml"],
    "nlohmann/": ["ledger/json_text", "reports/", "cli/"],
    "boost/graph/": ["tree/"],
    "boost/math/": ["core/", "sim/", "inference/", "forecast/"],
    "boost/program_options": ["cli/"],
    "tbb/": ["sim/executor_tbb.cc"],
    "oneapi/tbb/": ["sim/executor_tbb.cc"],
    "Eigen/": ["sim/", "inference/", "forecast/"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')


def main() -> int:
    failures = []
    for layer, allowed in LAYERS.items():
        for path in sorted((ROOT / layer).rglob("*")):
            if path.suffix not in {".h", ".cc"}:
                continue
            name = path.relative_to(ROOT).as_posix()
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                target = match.group(1)
                other = target.split("/")[0]
                if other in LAYERS and other != layer and other not in allowed:
                    failures.append(f"{name}:{number}: {layer}/ may not use {other}/")
                for prefix, homes in HOMES.items():
                    if target.startswith(prefix) and not any(name.startswith(home) for home in homes):
                        failures.append(f"{name}:{number}: {prefix} belongs in {', '.join(homes)}")
    print("\n".join(failures) or "layers: ok")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

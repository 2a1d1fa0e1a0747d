#!/usr/bin/env python3
"""Holds the code to cmake/Rooms.cmake, and says what stands in the way, with file and line.

    check_layers.py            arrows between rooms, third-party headers, circles, stray files, dead units
    check_layers.py --sizes    also a line per room: files, lines, what it uses

A room may include only the rooms that its DEPENDS names, and names none that it does not use. Headers of libraries stay in
the files that HOMES gives them. Inside a room a unit is a header with its source and those sources whose name goes on from
it (`closing.h`, `closing.cc`, `closing_rerun.cc`); every source belongs to a unit, and no units include each other in a
circle, not even through their sources. A header of which no other unit makes use is dead (UNUSED names those that are not);
tests and benches do not count.
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Third-party prefix -> the only folders (or beginnings of files) that may include it.
HOMES = {
    "SQLiteCpp/": ["ledger/store/"],
    "sqlite3.h": ["ledger/store/"],
    "yaml-cpp/": ["ledger/text/yaml"],
    "nlohmann/": ["ledger/text/json_text", "cli/"],
    "boost/graph/": ["tree/"],
    "boost/math/": ["core/", "inference/", "forecast/"],
    "boost/program_options": ["cli/"],
    "tbb/": ["sim/tasks/executor_tbb.cc"],
    "oneapi/tbb/": ["sim/tasks/executor_tbb.cc"],
    "Eigen/": ["inference/", "forecast/"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]')
# Sources without a header: the program itself.
PROGRAMS = {"cli/main.cc"}
# Headers that no other unit of the product includes, and why they are there all the same.
UNUSED = {
    "betledger/betledger.h": "the face of the library: other people's programs include it",
    "tree/formula_parser.h": "shared by its own sources, which hold parse_formula of tree/formula.h",
}


def rooms(text):
    """Room -> what it may use, lowest first, as cmake/Rooms.cmake names them."""
    found = {}
    text = re.sub(r"#.*", "", text)
    for body in re.findall(r"bet_room\(([^()]*)\)", text):
        words = re.sub(r'"[^"]*"', "SENTENCE", body).split()
        lists, current = collections.defaultdict(list), "folder"
        for word in words:
            if word in {"SAYS", "DEPENDS", "EXTERNAL", "PRIVATE"}:
                current = word
            else:
                lists[current].append(word)
        found[lists["folder"][0]] = lists["DEPENDS"]
    return found


class House:
    def __init__(self, root, allowed):
        self.root, self.allowed = root, allowed
        self.order = list(allowed)
        self.layers = {room.split("/")[0] for room in allowed}
        self.failures = []
        self.files = collections.defaultdict(list)  # by room
        self.lines = collections.Counter()          # by room
        self.includes = {}                          # by file: [(line, target)]
        self.used = collections.defaultdict(set)    # by room
        self.unit_of = {}                           # by room: file -> unit
        for layer in sorted(self.layers):
            for path in sorted((root / layer).rglob("*")):
                if path.suffix in {".h", ".cc"}:
                    self.read(path)

    def read(self, path):
        name = path.relative_to(self.root).as_posix()
        room = name.rpartition("/")[0]
        if room not in self.allowed:
            self.failures.append(f"{name}: stands in no room of cmake/Rooms.cmake")
            return
        lines = path.read_text().splitlines()
        self.files[room].append(name)
        self.lines[room] += len(lines)
        self.includes[name] = [(number, match.group(1)) for number, line in enumerate(lines, start=1)
                               if (match := INCLUDE.match(line))]

    def check_list(self):
        for room, neighbours in self.allowed.items():
            for other in neighbours:
                if other not in self.allowed:
                    self.failures.append(f"cmake/Rooms.cmake: {room} names {other}, which is no room")
                elif self.order.index(other) >= self.order.index(room):
                    self.failures.append(f"cmake/Rooms.cmake: {room} names {other}, which does not stand below it")
            if not self.files[room]:
                self.failures.append(f"cmake/Rooms.cmake: {room} is empty")

    def check_arrows(self):
        for room, files in self.files.items():
            for name in files:
                for number, target in self.includes[name]:
                    self.check_arrow(room, name, number, target)
        for room, neighbours in self.allowed.items():
            for idle in [n for n in neighbours if n in self.allowed and n not in self.used[room]]:
                self.failures.append(f"cmake/Rooms.cmake: {room} names {idle} and includes nothing of it")

    def check_arrow(self, room, name, number, target):
        other = target.rpartition("/")[0]
        if target.split("/")[0] in self.layers and other != room:
            self.used[room].add(other)
            if other not in self.allowed[room]:
                self.failures.append(f"{name}:{number}: {room} -> {other} ({target}): no such arrow in cmake/Rooms.cmake")
        for prefix, homes in HOMES.items():
            if target.startswith(prefix) and not any(name.startswith(home) for home in homes):
                self.failures.append(f"{name}:{number}: {prefix} belongs in {', '.join(homes)}")

    def units(self, room):
        """File -> its unit, for every file of a room."""
        headers = {name[:-2] for name in self.files[room] if name.endswith(".h")}
        unit = {}
        for name in self.files[room]:
            stem = name.rpartition(".")[0]
            while stem not in headers and "_" in stem.rpartition("/")[2]:
                stem = stem.rpartition("_")[0]
            if stem in headers:
                unit[name] = stem
            elif name not in PROGRAMS:
                self.failures.append(f"{name}: belongs to no header of its room")
        return unit

    def check_circles(self):
        for room in self.files:
            unit = self.unit_of[room] = self.units(room)
            arrows = collections.defaultdict(dict)  # unit -> unit it includes -> where
            for name, own in unit.items():
                for number, target in self.includes[name]:
                    other = unit.get(target)
                    if other and other != own:
                        arrows[own].setdefault(other, f"{name}:{number}")
            for circle in circles(arrows):
                walked = [f"  {arrows[a][b]}: {a} -> {b}" for a in circle for b in arrows[a] if b in circle]
                self.failures.append("\n".join([f"{room}: a circle of {len(circle)} units", *walked]))

    def check_dead(self):
        """Headers that nobody but their own unit and tests includes. After check_circles."""
        unit = {}
        for room in self.files:
            unit.update(self.unit_of[room])
        included = {target for name, found in self.includes.items() for _, target in found
                    if unit.get(name) != unit.get(target)}
        for name in sorted(unit):
            if name.endswith(".h") and (name in included) == (name in UNUSED):
                self.failures.append(f"{name}: " + ("stands in UNUSED and is included" if name in UNUSED else
                                                    "no other unit of the product includes it: use it or remove it"))
        for name in sorted(UNUSED.keys() - unit.keys()):
            self.failures.append(f"{name}: stands in UNUSED and is not there")


def circles(arrows):
    """Strongly connected units, two or more each (Tarjan 1972)."""
    index, low, stack, found = {}, {}, [], []

    def visit(v):
        index[v] = low[v] = len(index)
        stack.append(v)
        for w in arrows.get(v, ()):
            if w not in index:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in stack:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            at = stack.index(v)
            found.append(sorted(stack[at:]))
            del stack[at:]

    for v in list(arrows):
        if v not in index:
            visit(v)
    return [circle for circle in found if len(circle) > 1]


def main():
    sys.setrecursionlimit(10_000)
    house = House(ROOT, rooms((ROOT / "cmake" / "Rooms.cmake").read_text()))
    house.check_list()
    house.check_arrows()
    house.check_circles()
    house.check_dead()
    if "--sizes" in sys.argv[1:]:
        for room in house.order:
            print(f"{room:24} {len(house.files[room]):4} files {house.lines[room]:6} lines   {' '.join(house.allowed[room])}")
    arrows = sum(len(neighbours) for neighbours in house.allowed.values())
    print("\n".join(house.failures) or f"layers: {len(house.order)} rooms, {arrows} arrows, none runs back; no circles, no dead units")
    return 1 if house.failures else 0


if __name__ == "__main__":
    sys.exit(main())

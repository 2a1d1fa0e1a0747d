#!/usr/bin/env python3
"""Draws the rooms of cmake/Rooms.cmake as docs/rooms.svg: the lowest at the bottom, an arrow from each room to those it uses.

    draw_rooms.py           writes docs/rooms.svg
    draw_rooms.py --check   fails where docs/rooms.svg is not what the list of rooms says (a test)

Of the arrows only those are drawn that no longer way implies; every room's full list is in cmake/Rooms.cmake.
"""

import html
import pathlib
import re
import sys

from check_layers import ROOT, rooms

PICTURE = ROOT / "docs" / "rooms.svg"
WIDTH, ROW, BOX_HEIGHT, GAP, MARGIN = 1180, 86, 40, 14, 20
LETTER = 7.4  # pixels a letter, about, at 13 px


def sentences(text):
    return dict(re.findall(r'bet_room\((\S+) SAYS "([^"]*)"', text))


def depths(allowed):
    """Room -> the longest way down from it: rooms of one depth do not use each other."""
    depth = {}
    for room, neighbours in allowed.items():  # lowest first
        depth[room] = 1 + max((depth[n] for n in neighbours), default=-1)
    return depth


def needed(allowed):
    """Arrows that no longer way implies (the transitive reduction)."""
    below = {}
    for room, neighbours in allowed.items():
        below[room] = set(neighbours).union(*(below[n] for n in neighbours)) if neighbours else set()
    return [(room, n) for room, neighbours in allowed.items() for n in neighbours
            if not any(n in below[other] for other in neighbours)]


def places(allowed):
    """Room -> (x, y, width); rows from the top, each centred."""
    depth = depths(allowed)
    top = max(depth.values())
    found = {}
    for level in range(top + 1):
        row = [room for room in allowed if depth[room] == level]
        widths = [LETTER * len(room) + 26 for room in row]
        x = (WIDTH - sum(widths) - GAP * 3 * (len(row) - 1)) / 2
        for room, width in zip(row, widths):
            found[room] = (x, MARGIN + (top - level) * ROW, width)
            x += width + GAP * 3
    return found


def picture(text):
    allowed, says = rooms(text), sentences(text)
    place = places(allowed)
    height = max(y for _, y, _ in place.values()) + BOX_HEIGHT + MARGIN
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13" '
           f'role="img" aria-label="The rooms of betledger and which uses which">',
           f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
           '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
           '<path d="M0 0L8 4L0 8z" fill="#7a869a"/></marker></defs>']
    for room, other in needed(allowed):
        x, y, width = place[room]
        ox, oy, owidth = place[other]
        x1, y1, x2, y2 = x + width / 2, y + BOX_HEIGHT, ox + owidth / 2, oy
        bend = (y2 - y1) / 2
        out.append(f'<path d="M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}" '
                   f'fill="none" stroke="#7a869a" marker-end="url(#tip)"/>')
    for room, (x, y, width) in place.items():
        fill = {"ledger": "#fdf0d5", "forecast": "#dcecf9", "sim": "#e4f3e1", "inference": "#e4f3e1"}.get(room.split("/")[0], "#f1f1f4")
        out.append(f'<g><title>{html.escape(says[room])}</title>'
                   f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="6" fill="{fill}" stroke="#42526e"/>'
                   f'<text x="{x + width / 2:.0f}" y="{y + BOX_HEIGHT / 2 + 5:.0f}" text-anchor="middle" fill="#172b4d">{room}</text></g>')
    return "\n".join([*out, "</svg>", ""])


def main():
    drawn = picture((ROOT / "cmake" / "Rooms.cmake").read_text())
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(drawn)
        return 0
    if PICTURE.exists() and PICTURE.read_text() == drawn:
        return 0
    print("docs/rooms.svg is not what cmake/Rooms.cmake says: run tools/draw_rooms.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())

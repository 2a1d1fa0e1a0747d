#!/usr/bin/env python3
"""Make history.csv (one column per metric of tree.yaml) from the shop's weekly sums.

    python3 make_history.py > history.csv                                        # known when 2011Q3 is planned
    python3 make_history.py 2011-06-27 2011-08-14 > actuals-2011-08-14.csv       # known at mid-cycle
    python3 make_history.py 2011-06-27 2011-09-25 > actuals-2011-09-25.csv       # the whole cycle

A cell is left empty where the week has nothing to say: every cell of the week of 2010-12-27, when the shop
was closed, and new and returning buyers of 2010, which the data cannot tell apart (they begin in December).
"""

import csv
import pathlib
import sys

FIRST, LAST = (sys.argv[1:3] + ["2010-11-29", "2011-06-26"][len(sys.argv) - 1:])[:2]
HERE = pathlib.Path(__file__).resolve().parent


def ratio(top, bottom):
    return f"{top / bottom:.10g}" if bottom else ""


def positive(text):
    return text if float(text) else ""


def main():
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["date", "net_revenue", "gross_revenue", "return_share", "orders", "lines_per_order",
                  "units_per_line", "price_per_unit", "weekly_buyers", "new_buyers", "returning_buyers",
                  "orders_per_buyer"])
    with open(HERE / "data" / "retail_uk_weekly.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not FIRST <= row["week_start"] <= LAST:
                continue
            gross, orders, buyers = (float(row[k]) for k in ("gross_revenue", "orders", "known_buyers"))
            lines, units = float(row["lines"]), float(row["units"])
            out.writerow([row["week_start"], row["net_revenue"] if orders else "",
                          positive(row["gross_revenue"]),
                          ratio(float(row["returns_value"]), gross), positive(row["orders"]),
                          ratio(lines, orders),
                          ratio(units, lines), ratio(gross, units), positive(row["known_buyers"]),
                          *(row[k] if row["week_start"] >= "2011" else "" for k in ("new_buyers", "returning_buyers")),
                          ratio(orders, buyers)])


main()

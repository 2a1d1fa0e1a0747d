#!/usr/bin/env bash
# Software: R package zoo 1.8-11, Debian 12's r-cran-zoo 1.8-11-1, on R 4.2.2 (r-base-core).
# Behaviour: as.yearqtr takes the text of a month for that of a quarter if its number is 4 or less, leading
#   zero or not; from 05 on it gives NA. as.yearmon, its sibling, reads the same text as a month.
# One would expect: the quarter that holds the month (2026 Q1 for 2026-03), which is what as.yearqtr gives
#   for the month itself and for a day in it; or NA throughout, as for 2026-05 and 2026-Q3.
# Seen: March 2026 is put into 2026 Q3 and April into Q4, without a warning. A column that stops in April
#   looks whole.
# For betledger: nothing to change: `2026-03` is a month and `2026Q1` a quarter, by form alone, and a CSV
#   names a period by its first day, which zoo reads rightly once it is a date.
# See also: the details of ?yearqtr, which name the form %Y-%q but not what it does to months.
set -euo pipefail

installed=$(dpkg-query -W -f '${Version}' r-base-core 2>/dev/null || true)
if [ "$installed" != 4.2.2.20221110-2 ]; then
  echo "needs: apt-get install --no-install-recommends r-base-core=4.2.2.20221110-2 (here: ${installed:-none})" >&2
  exit 1
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download r-cran-zoo=1.8-11-1 r-cran-lattice=0.20-45-3 >apt.log 2>&1 || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done

cat >expected <<'END'
zoo 1.8.11
2026-01: yearqtr 2026 Q1, yearmon 2026-01, its quarter 2026 Q1
2026-02: yearqtr 2026 Q2, yearmon 2026-02, its quarter 2026 Q1
2026-03: yearqtr 2026 Q3, yearmon 2026-03, its quarter 2026 Q1
2026-04: yearqtr 2026 Q4, yearmon 2026-04, its quarter 2026 Q2
2026-05: yearqtr NA, yearmon 2026-05, its quarter 2026 Q2
2026-Q3: yearqtr NA, yearmon NA, its quarter NA
2026 Q3: yearqtr 2026 Q3, yearmon NA, its quarter NA
the day 2026-03-02: yearqtr 2026 Q1
END
cat >run.R <<'END'
suppressMessages(library(zoo))
cat(sprintf("zoo %s\n", packageVersion("zoo")))
for (text in c("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-Q3", "2026 Q3")) {
  month <- as.yearmon(text)
  cat(sprintf("%s: yearqtr %s, yearmon %s, its quarter %s\n", text, format(as.yearqtr(text)),
              format(month, "%Y-%m"), format(as.yearqtr(month))))
}
cat(sprintf("the day 2026-03-02: yearqtr %s\n", format(as.yearqtr(as.Date("2026-03-02")))))
END
R_LIBS=$folder/usr/lib/R/site-library:$folder/usr/lib/R/library LC_ALL=C TZ=UTC Rscript run.R | tee seen
diff -u expected seen

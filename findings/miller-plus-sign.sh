#!/usr/bin/env bash
# Software: Miller 6.6.0, Debian 12's package miller 6.6.0-2+b3.
# Behaviour: a CSV value with a leading plus (`+3`) is text, while `-1` is a number. `stats1` then leaves
#   such values out of sum and mean without a word, but counts them, and min and max go by the order
#   "numbers before text".
# One would expect: that weekly changes written with their sign are numbers; or (error), which the same
#   version gives for `$change * 2`.
# Seen: +3, -1, +2 have sum -1, mean -1 and count 3; sum divided by count is not the mean.
# For betledger: nothing to change (its numbers may carry a plus); a CSV of differences that it writes for
#   others has no plus signs, for a reader that drops them shows a fall where there was a rise.
# See also: johnkerl/miller issue 1267, mended in 6.7.0, which Debian 12 does not carry.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download miller=6.6.0-2+b3 >apt.log 2>&1 || { cat apt.log >&2; exit 1; }
dpkg -x miller_*.deb .
mlr=$folder/usr/bin/mlr

cat >changes.csv <<'END'
week,change
2026-06-29,+3
2026-07-06,-1
2026-07-13,+2
END
cat >expected <<'END'
mlr 6.6.0
change_sum=-1,change_mean=-1,change_count=3,change_min=-1,change_max=+3
change_sum=4,change_mean=1.3333333333333333,change_count=3,change_min=-1,change_max=3
change,type,doubled
+3,string,(error)
-1,int,-2
+2,string,(error)
END
{
  "$mlr" --version
  "$mlr" --icsv --odkvp stats1 -a sum,mean,count,min,max -f change changes.csv
  tr -d + <changes.csv | "$mlr" --icsv --odkvp stats1 -a sum,mean,count,min,max -f change
  "$mlr" --csv cut -f change then put '$type = typeof($change); $doubled = $change * 2' changes.csv
} | tee seen
diff -u expected seen

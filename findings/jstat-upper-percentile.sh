#!/usr/bin/env bash
# Software: jstat 1.9.6 (npm), set beside d3-array 3.2.5.
# Behaviour: jStat.percentile interpolates between order statistics, but not towards the largest one: a
#   percentile that falls between the last two values is given as the smaller of the two. That holds for
#   the inclusive rule and, with the third argument true, for the exclusive one.
# One would expect: PERCENTILE.INC and PERCENTILE.EXC of a spreadsheet, which it agrees with at P10. So
#   for the tens from 10 to 100, P10 = 19 and P90 = 91 (inclusive), P10 = 11 and P90 = 99 (exclusive).
# Seen: P90 = 90 by either rule, so the band of a symmetric sample is lopsided; of 3, 4, 5 or 10 values
#   P90 is the second largest. From 11 values on the inclusive P90 is right (P95 from 21), so that a test
#   on a longer sample is green.
# For betledger: nothing to change; its quantiles are type 7 at both ends, and a check against another
#   program must say which definition that program uses at which end.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" \
  jstat@1.9.6 d3-array@3.2.5 >"$folder/npm.log" 2>&1 || { cat "$folder/npm.log" >&2; exit 1; }
cd "$folder"

cat >expected <<'END'
n=10 jstat inclusive P10 19 P90 90, exclusive P10 11 P90 90
n=10 d3-array P10 19 P90 91
n=3 P90 jstat 20 d3-array 28
n=4 P90 jstat 30 d3-array 37
n=5 P90 jstat 40 d3-array 46
n=10 P90 jstat 90 d3-array 91
n=11 P90 jstat 100 d3-array 100
n=12 P90 jstat 109 d3-array 109
n=20 P95 jstat 190 d3-array 190.5
n=22 P95 jstat 209.5 d3-array 209.5
END
cat >run.mjs <<'END'
import jstat from 'jstat';
import {quantile} from 'd3-array';
const {jStat} = jstat;
const tens = (n) => Array.from({length: n}, (_, i) => 10 * (i + 1));
const show = (x) => String(Number(x.toFixed(9)));
const p = (at, exclusive) => show(jStat.percentile(tens(10), at, exclusive));
console.log(`n=10 jstat inclusive P10 ${p(0.1)} P90 ${p(0.9)}, exclusive P10 ${p(0.1, true)} P90 ${p(0.9, true)}`);
console.log(`n=10 d3-array P10 ${show(quantile(tens(10), 0.1))} P90 ${show(quantile(tens(10), 0.9))}`);
for (const [n, at] of [[3, 90], [4, 90], [5, 90], [10, 90], [11, 90], [12, 90], [20, 95], [22, 95]])
  console.log(`n=${n} P${at} jstat ${show(jStat.percentile(tens(n), at / 100))} ` +
              `d3-array ${show(quantile(tens(n), at / 100))}`);
END
node run.mjs | tee seen
diff -u expected seen

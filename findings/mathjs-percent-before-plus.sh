#!/usr/bin/env bash
# Software: mathjs 15.2.0 (npm), its expression parser.
# Behaviour: a % that is followed by + or - and a term is read as "modulo" of a signed number, not as "per
#   cent" and then a sum. Spaces make no difference. `10% + 5` is 10 mod (+5), and `200 * 10% + 30` is
#   2000 mod (+30). A % at the end, before * or before a bracket that closes is per cent.
# One would expect: as `200 + 10%` is 220 and `200 * 10%` is 20, that `200 * 10% + 30` is 50 and that
#   `10% + 5` is 5.1; or an error. It is neither, and the wrong number is a plausible one.
# Seen: below. The parts are right on their own; brackets around the percentage give 50 and 0.2.
# For betledger: nothing to change, and a reason to keep it so: a formula takes no percent sign (F016 says
#   what to write instead), and percentages live where a single number is written.
# See also: josdejong/mathjs issues 3501 and 3563, where the sums of two percentages are an open question.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" \
  mathjs@15.2.0 >"$folder/npm.log" 2>&1 || { cat "$folder/npm.log" >&2; exit 1; }
cd "$folder"

cat >expected <<'END'
200 + 10% = 220
200 * 10% = 20
200 * 10% + 30 = 20, read as (200 * 10) % (+30)
(200 * 10%) + 30 = 50
30 + 200 * 10% = 50
200 - 10% + 30 = 190, read as 200 - (10 % (+30))
10% + 5 = 0, read as 10 % (+5)
8% + 8% = 0, read as 8 % ((+8) / 100)
(10%) + (10%) = 0.2
END
cat >run.mjs <<'END'
import {parse} from 'mathjs';
for (const text of ['200 + 10%', '200 * 10%', '200 * 10% + 30', '(200 * 10%) + 30', '30 + 200 * 10%',
                    '200 - 10% + 30', '10% + 5', '8% + 8%', '(10%) + (10%)']) {
  const tree = parse(text);
  const read = tree.toString({parenthesis: 'all'});
  console.log(`${text} = ${tree.evaluate()}${read.includes('%') ? `, read as ${read}` : ''}`);
}
END
node run.mjs | tee seen
diff -u expected seen

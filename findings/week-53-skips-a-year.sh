#!/usr/bin/env bash
# Software: date-fns 4.4.0 and luxon 3.7.2 (npm).
# Behaviour: the same week of another ISO year, asked of a day in week 53. Both libraries keep the number 53
#   although the other year has only 52 weeks, and run over into the week after: week 1 of the year after.
# One would expect: for "one ISO year earlier" a day in the year before, and for "one ISO year later" one in
#   the year after: week 52, as both turn 29 February plus one year into 28 February; or an error, as
#   luxon gives for the text 2021-W53.
# Seen: one ISO year before 2020-W53 is 2020-W01, still in 2020; one after is 2022-W01, and 2021 is left out.
#   date-fns itself counts 0 whole ISO years for the first step.
# For betledger: it steps weeks by 7 days and lets seasons run by the calendar, never by week number; a comparison
#   with last year has to say what it takes for week 53 (2020, 2026, 2032).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" \
  date-fns@4.4.0 luxon@3.7.2 >"$folder/npm.log" 2>&1 || { cat "$folder/npm.log" >&2; exit 1; }
cd "$folder"

cat >expected <<'END'
2020-W53 -1: date-fns 2020-W01, luxon 2020-W01, whole ISO years between 0
2020-W53 +1: date-fns 2022-W01, luxon 2022-W01, whole ISO years between 1
2026-W53 -1: date-fns 2026-W01, luxon 2026-W01, whole ISO years between 0
2026-W53 +1: date-fns 2028-W01, luxon 2028-W01, whole ISO years between 1
2020-W52 -1: date-fns 2019-W52, luxon 2019-W52, whole ISO years between -1
2024-02-29 +1 year: date-fns 2025-02-28, luxon 2025-02-28
luxon takes 2021-W53: false
END
cat >run.mjs <<'END'
import {addISOWeekYears, addYears, differenceInISOWeekYears, format, parseISO} from 'date-fns';
import {DateTime} from 'luxon';
const key = (day) => format(day, "RRRR-'W'II");
for (const [text, step] of [['2020-12-31', -1], ['2020-12-31', 1], ['2026-12-31', -1], ['2026-12-31', 1],
                            ['2020-12-24', -1]]) {
  const day = parseISO(text);
  const other = addISOWeekYears(day, step);
  const at = DateTime.fromISO(text);
  const luxon = at.set({weekYear: at.weekYear + step}).toFormat("kkkk-'W'WW");
  console.log(`${key(day)} ${step > 0 ? '+' : ''}${step}: date-fns ${key(other)}, luxon ${luxon}, ` +
              `whole ISO years between ${differenceInISOWeekYears(other, day) + 0}`);
}
const leap = format(addYears(parseISO('2024-02-29'), 1), 'yyyy-MM-dd');
console.log(`2024-02-29 +1 year: date-fns ${leap}, luxon ${DateTime.fromISO('2024-02-29').plus({years: 1}).toISODate()}`);
console.log(`luxon takes 2021-W53: ${DateTime.fromISO('2021-W53').isValid}`);
END
TZ=UTC node run.mjs | tee seen
diff -u expected seen

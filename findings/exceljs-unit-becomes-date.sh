#!/usr/bin/env bash
# Software: exceljs 4.4.0 reads what exceljs 4.4.0 wrote; xlsx (SheetJS) 0.18.5 reads the same file.
# Behaviour: exceljs takes a number for a date when a letter such as d, m, M, h or s stands anywhere in the
#   cell's format outside quotes and square brackets: also behind a backslash, which makes it plain text,
#   and behind an underscore, which only leaves a gap as wide as the letter.
# One would expect: `0.0\d` (3.5d), `0.0,,\M` (3.4M) and `0_d` to stay numbers, as the same units in quotes
#   do. The format decides how a number looks; here it decides what the reader gets.
# Seen: 3.5 comes back as noon of 2 January 1900. SheetJS reads every cell as the number 3.5.
# For betledger: the spreadsheets that it is to write put units in quotes (`0.0"d"`), never behind a backslash or
#   an underscore, and their test reads a sheet back with a second library.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" \
  exceljs@4.4.0 xlsx@0.18.5 >"$folder/npm.log" 2>&1 || { cat "$folder/npm.log" >&2; exit 1; }
cd "$folder"

cat >expected <<'END'
format        exceljs                   SheetJS
0.0           3.5                       3.5
0.0"d"        3.5                       3.5
0.0\d         1900-01-02T12:00:00.000Z  3.5
0.0,,"M"      3.5                       3.5
0.0,,\M       1900-01-02T12:00:00.000Z  3.5
0.0,\k        3.5                       3.5
0_w           3.5                       3.5
0_d           1900-01-02T12:00:00.000Z  3.5
END
cat >run.mjs <<'END'
import ExcelJS from 'exceljs';
import XLSX from 'xlsx';
const formats = ['0.0', '0.0"d"', '0.0\\d', '0.0,,"M"', '0.0,,\\M', '0.0,\\k', '0_w', '0_d'];
const book = new ExcelJS.Workbook();
const sheet = book.addWorksheet('effort');
formats.forEach((format, i) => Object.assign(sheet.getCell(i + 1, 1), {value: 3.5, numFmt: format}));
await book.xlsx.writeFile('effort.xlsx');
const again = new ExcelJS.Workbook();
await again.xlsx.readFile('effort.xlsx');
const cells = XLSX.readFile('effort.xlsx', {cellDates: true}).Sheets.effort;
const show = (value) => (value instanceof Date ? value.toISOString() : String(value));
const line = (a, b, c) => console.log(`${a.padEnd(14)}${b.padEnd(26)}${c}`);
line('format', 'exceljs', 'SheetJS');
formats.forEach((format, i) =>
  line(format, show(again.getWorksheet('effort').getCell(i + 1, 1).value), show(cells[`A${i + 1}`].v)));
END
node run.mjs | tee seen
diff -u expected seen

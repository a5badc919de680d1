#!/usr/bin/env bash
# One would guess: csv-stringify puts every text with a line break in quotes (RFC 4180), whatever ends its lines.
# What happens: it looks for the delimiter that it writes itself. With `record_delimiter: 'windows'` a text with a lone line feed,
# as people type it, stands bare: csv-parse of the same authors, which finds the delimiter out by itself, takes it for the end of
# a line and refuses the file, or, without a check of columns, reads other cells than were written. With the default, or with
# `quoted: true`, all is right.
# Seen: csv-stringify 6.9.0, csv-parse 7.0.3, Node 20.20.2; 2026-11-29.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >npm.log
npm install --silent --no-audit --no-fund csv-stringify@6.9.0 csv-parse@7.0.3
cat >see.mjs <<'JS'
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
const rows = [['first', 'two\nlines', 'x'], ['second', 'one', 'y']];
const read = (text) => {
  try {
    return JSON.stringify(parse(text)) === JSON.stringify(rows) ? 'as written' : 'other cells';
  } catch (error) {
    return error.code;
  }
};
for (const options of [{}, { record_delimiter: 'windows' }, { record_delimiter: 'windows', quoted: true }]) {
  const text = stringify(rows, options);
  console.log(JSON.stringify(options), JSON.stringify(text), read(text));
}
JS
node see.mjs | tee seen.txt
grep -qF '{} "first,\"two\nlines\",x\nsecond,one,y\n" as written' seen.txt
grep -qF '{"record_delimiter":"windows"} "first,two\nlines,x\r\nsecond,one,y\r\n" CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' seen.txt
grep -qF 'quoted":true} "\"first\",\"two\nlines\",\"x\"\r\n' seen.txt

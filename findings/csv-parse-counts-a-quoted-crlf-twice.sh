#!/usr/bin/env bash
# One would guess: `info.lines` of csv-parse is the line of the file that a record ends on, and `raw` the text of the record.
# What happens: a CRLF between two records counts as one line, a CRLF within quotes as two, so that in a file of Windows every
# record behind a cell of several lines is told with a line that is too great. `raw` ends with the CR alone and leaves its LF
# out, so that counting line feeds in it finds none but those within quotes. With LF both are right.
# Seen: csv-parse 7.0.3, Node 20.20.2; 2026-11-29.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >npm.log
npm install --silent --no-audit --no-fund csv-parse@7.0.3
cat >see.mjs <<'JS'
import { parse } from 'csv-parse/sync';
for (const end of ['\n', '\r\n']) {
  const text = ['id,note', `1,"two${end}lines"`, '2,on line four', ''].join(end);
  const lines = parse(text, { info: true }).map(({ info }) => info.lines);
  const raw = parse(text, { raw: true }).map((record) => record.raw);
  console.log(JSON.stringify({ end, lines, raw }));
}
JS
node see.mjs | tee seen.txt
grep -qF '{"end":"\n","lines":[1,3,4],"raw":["id,note\n","1,\"two\nlines\"\n","2,on line four\n"]}' seen.txt
grep -qF '{"end":"\r\n","lines":[1,4,5],"raw":["id,note\r","1,\"two\r\nlines\"\r","2,on line four\r"]}' seen.txt

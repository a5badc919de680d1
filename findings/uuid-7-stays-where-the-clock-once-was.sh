#!/usr/bin/env bash
# One would guess: the time inside a UUID v7 or a ULID is the time at which it was made; after a clock that was ahead has
# been set back the ids are right again, and perhaps out of order once.
# What happens: uuid 14.0.3, and the monotonic factory of ulid 3.0.2, never go back. One id that was made while the clock was an
# hour ahead gives the same millisecond, an hour ahead, to every id of that process until real time has caught up: they
# stay in order among themselves, sort behind all that other processes make, and tell a wrong time. uuidv7 1.2.1 does so
# for ten seconds and then goes back to the clock; ulid() follows it at once. `v7({ msecs })`, the way to give uuid a
# clock that is right, gives the order up: ids of one millisecond are not sorted.
# Seen: uuid 14.0.3, uuidv7 1.2.1, ulid 3.0.2, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund uuid@14.0.3 uuidv7@1.2.1 ulid@3.0.2 node@24.21.0
cat >probe.mjs <<'JS'
import { decodeTime, monotonicFactory, ulid } from 'ulid';
import { v7 } from 'uuid';
import { uuidv7 } from 'uuidv7';

const NOON = Date.UTC(2027, 0, 1, 12);
const makers = { 'uuid v7': v7, uuidv7, ulid, 'ulid, monotonic': monotonicFactory() };
const timeOf = (id) => (id.includes('-') ? Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) : decodeTime(id));
// The clock: noon, an hour ahead for one id, then right again.
const READINGS = [0, 3_600_000, 1_000, 60_000, 3_599_000];
for (const [name, make] of Object.entries(makers)) {
  const ids = READINGS.map((offset) => {
    Date.now = () => NOON + offset;
    return make();
  });
  const inOrder = ids.join() === ids.toSorted().join();
  console.log(`${name}: ${ids.map((id) => new Date(timeOf(id)).toISOString().slice(11, 19)).join(', ')}, in order ${inOrder}`);
}
const ofOneMoment = Array.from({ length: 50 }, () => v7({ msecs: NOON }));
console.log(`uuid v7 with msecs: in order ${ofOneMoment.join() === ofOneMoment.toSorted().join()}`);
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
uuid v7: 12:00:00, 13:00:00, 13:00:00, 13:00:00, 13:00:00, in order true
uuidv7: 12:00:00, 13:00:00, 12:00:01, 12:01:00, 12:59:59, in order false
ulid: 12:00:00, 13:00:00, 12:00:01, 12:01:00, 12:59:59, in order false
ulid, monotonic: 12:00:00, 13:00:00, 13:00:00, 13:00:00, 13:00:00, in order true
uuid v7 with msecs: in order false
TEXT

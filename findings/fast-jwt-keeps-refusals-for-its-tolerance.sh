#!/usr/bin/env bash
# One would guess: with `cache` switched on and `errorCacheTTL` left alone (-1, "errors are not cached"), a refusal is
# forgotten at once; a clock tolerance concerns the times inside the token.
# What happens: fast-jwt 6.3.6 adds `clockTolerance` to the life of whatever it keeps, refusals included. A tolerance of
# three seconds makes -1 into 2999 ms. When the key could not be fetched for one moment, the person whose request met
# that moment is refused for the whole tolerance, with the error of then and without asking for the key, while others
# are let in. A tolerance of a minute, as is usual for clocks, makes it a minute. Without the tolerance, or without the
# cache, the very next request succeeds. A number below -1 is not taken for `errorCacheTTL`; a function that answers
# less than minus the tolerance switches it off.
# Seen: fast-jwt 6.3.6, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-jwt@6.3.6 node@24.21.0
cat >probe.mjs <<'JS'
import { setTimeout as pause } from 'node:timers/promises';
import { createSigner, createVerifier } from 'fast-jwt';

const secret = 'a made-up secret of more than 32 letters';
const sign = createSigner({ key: secret, expiresIn: 600_000 });
const [ann, bob] = ['user_1', 'user_2'].map((sub) => sign({ sub }));
for (const options of [
  { cache: false, clockTolerance: 3_000 },
  { cache: true, clockTolerance: 0 },
  { cache: true, clockTolerance: 3_000 },
  { cache: true, clockTolerance: 3_000, errorCacheTTL: () => -3_001 },
]) {
  let fetched = 0;
  const key = async () => {
    fetched += 1;
    if (fetched === 1) throw new Error('the server of the keys is away for a moment');
    return secret;
  };
  const verify = createVerifier({ key, ...options });
  const told = async (token) => verify(token).then(() => 'in', ({ code }) => code.replace('FAST_JWT_', ''));
  const answers = [await told(ann), await told(bob), await told(ann)];
  await pause(options.clockTolerance + 100);
  answers.push(await told(ann));
  const shown = JSON.stringify(options, (_, value) => (typeof value === 'function' ? String(value) : value));
  console.log(`${shown}: Ann ${answers[0]}, Bob ${answers[1]}, Ann ${answers[2]}, later ${answers[3]}`);
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
{"cache":false,"clockTolerance":3000}: Ann KEY_FETCHING_ERROR, Bob in, Ann in, later in
{"cache":true,"clockTolerance":0}: Ann KEY_FETCHING_ERROR, Bob in, Ann in, later in
{"cache":true,"clockTolerance":3000}: Ann KEY_FETCHING_ERROR, Bob in, Ann KEY_FETCHING_ERROR, later in
{"cache":true,"clockTolerance":3000,"errorCacheTTL":"() => -3_001"}: Ann KEY_FETCHING_ERROR, Bob in, Ann in, later in
TEXT

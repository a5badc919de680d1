#!/usr/bin/env bash
# One would guess: it does not matter to `createHmac('sha256', key)` whether the key is a string, a Buffer or a KeyObject;
# if anything, bytes are the cheapest, since nothing has to be decoded or looked up.
# What happens: on Node 24.21.0 a key of bytes (Buffer or Uint8Array, wherever it came from) makes each call four to eight
# times as dear as the same key as a string or as a KeyObject; tens of microseconds in place of a few. On 22.21.1 and on
# 26.10.0 a Buffer costs the same as the others. Whoever signs cursors, cookies, webhooks or keyed hashes by a Buffer that
# was derived once pays that at each request, and a move from 22 to 24 shows it as load of the processor without a cause.
# Seen: Node 22.21.1, 24.21.0, 26.10.0 (package node of npm), Linux x64; 2026-11-29.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >probe.mjs <<'JS'
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';

const bytes = randomBytes(32);
const keys = { string: bytes.toString('hex'), Buffer: bytes, KeyObject: createSecretKey(bytes) };
const best = Object.fromEntries(Object.keys(keys).map((kind) => [kind, Infinity]));
// The best of many short rounds in turns: what else runs on the machine slows single rounds only.
for (let round = 0; round < 40; round += 1) {
  for (const [kind, key] of Object.entries(keys)) {
    const began = performance.now();
    for (let i = 0; i < 500; i += 1) createHmac('sha256', key).update(`subject ${i}`).digest();
    best[kind] = Math.min(best[kind], (performance.now() - began) * 2);
  }
}
process.stderr.write(`${process.version}: ${Object.entries(best).map(([kind, us]) => `${kind} ${us.toFixed(1)} us`).join(', ')}\n`);
const ratio = best.Buffer / Math.min(best.string, best.KeyObject);
console.log(`${process.version}: a key of bytes is ${ratio > 2.5 ? 'several times as dear' : 'about as dear'}`);
JS
for version in 22.21.1 24.21.0 26.10.0; do
  mkdir "$version"
  (cd "$version" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund "node@$version")
  "$version/node_modules/node/bin/node" probe.mjs
done | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
v22.21.1: a key of bytes is about as dear
v24.21.0: a key of bytes is several times as dear
v26.10.0: a key of bytes is about as dear
TEXT

#!/usr/bin/env bash
# One would guess: digests of Argon2id are one format, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, whichever library wrote
# them, and a minor release of a library does not change it.
# What happens: argon2 0.45.1 (npm) writes `m=…,p=…,t=…`; 0.44.0 wrote `m=…,t=…,p=…`. Libraries that split the list by
# name (@node-rs/argon2 2.2.1, hash-wasm 4.13.0) verify both. libsodium (libsodium-wrappers-sumo 0.8.4), whose reader
# wants the order of the reference implementation, answers false for a right password, without an error. A table of
# digests filled by an app that was upgraded in between holds both orders; whoever imports it must put the parameters
# into the order of the reference before sending them to a service that checks the shape.
# Seen: argon2 0.45.1 and 0.44.0, libsodium-wrappers-sumo 0.8.4, @node-rs/argon2 2.2.1, hash-wasm 4.13.0, Node 24.21.0;
# 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund argon2@0.45.1 argon2-before@npm:argon2@0.44.0 libsodium-wrappers-sumo@0.8.4 \
  @node-rs/argon2@2.2.1 hash-wasm@4.13.0 node@24.21.0
cat >probe.mjs <<'JS'
import { createRequire } from 'node:module';
import { verify as nodeRs } from '@node-rs/argon2';
import { argon2Verify } from 'hash-wasm';

const require = createRequire(import.meta.url);
const sodium = require('libsodium-wrappers-sumo');
await sodium.ready;
const password = 'correct horse';
const settings = { memoryCost: 8192, timeCost: 2, parallelism: 1, salt: Buffer.from('0123456789abcdef') };
for (const [version, library] of [['0.45.1', 'argon2'], ['0.44.0', 'argon2-before']]) {
  const written = await import(library).then((module) => (module.default ?? module).hash(password, settings));
  const inOrder = written.replace(/m=(\d+),p=(\d+),t=(\d+)/, 'm=$1,t=$3,p=$2');
  for (const digest of new Set([written, inOrder])) {
    const by = {
      libsodium: sodium.crypto_pwhash_str_verify(digest, password),
      'node-rs': await nodeRs(digest, password),
      'hash-wasm': await argon2Verify({ password, hash: digest }),
    };
    const origin = digest === written ? 'as written' : 'reordered by hand';
    console.log(`argon2 ${version}, ${origin}: ${digest.split('$')[3]} ${JSON.stringify(by)}`);
  }
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
argon2 0.45.1, as written: m=8192,p=1,t=2 {"libsodium":false,"node-rs":true,"hash-wasm":true}
argon2 0.45.1, reordered by hand: m=8192,t=2,p=1 {"libsodium":true,"node-rs":true,"hash-wasm":true}
argon2 0.44.0, as written: m=8192,t=2,p=1 {"libsodium":true,"node-rs":true,"hash-wasm":true}
TEXT

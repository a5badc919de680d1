#!/usr/bin/env bash
# One would guess: `argon2.needsRehash(digest, options)` answers true whenever `argon2.hash(password, options)` would make
# another kind of digest; that is what it is called for after each sign-in.
# What happens: argon2 0.45.1 compares version, memory, passes and lanes. The variant is not compared, nor the length of the
# hash: a digest of Argon2i or Argon2d "needs no rehash" where Argon2id is asked for, and 16 bytes pass for 64. A move to
# Argon2id that leans on it never ends and says that it is done. A service that takes only `$argon2id$` refuses those
# digests when they are brought over.
# Seen: argon2 0.45.1, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund argon2@0.45.1 node@24.21.0
cat >probe.mjs <<'JS'
import argon2 from 'argon2';

const wanted = { type: argon2.argon2id, memoryCost: 8_192, timeCost: 2, parallelism: 1, hashLength: 64 };
const made = {
  'as wanted': {},
  'one pass more': { timeCost: 3 },
  'two lanes': { parallelism: 2 },
  'version 16': { version: 16 },
  'argon2i': { type: argon2.argon2i },
  'argon2d': { type: argon2.argon2d },
  'hash of 16 bytes': { hashLength: 16 },
};
for (const [name, change] of Object.entries(made)) {
  const digest = await argon2.hash('correct horse', { ...wanted, ...change });
  console.log(`${name}: ${digest.split('$')[1]}, ${digest.length} characters, needsRehash ${argon2.needsRehash(digest, wanted)}`);
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
as wanted: argon2id, 139 characters, needsRehash false
one pass more: argon2id, 139 characters, needsRehash true
two lanes: argon2id, 139 characters, needsRehash true
version 16: argon2id, 139 characters, needsRehash true
argon2i: argon2i, 138 characters, needsRehash false
argon2d: argon2d, 138 characters, needsRehash false
hash of 16 bytes: argon2id, 75 characters, needsRehash false
TEXT

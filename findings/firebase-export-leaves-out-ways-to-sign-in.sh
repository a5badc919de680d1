#!/usr/bin/env bash
# One would guess: `firebase auth:export` writes every account with its password hash and its providers; whether as CSV or
# JSON is a question of form, and a strict CSV reader reads the CSV.
# What happens: firebase-tools 15.34.2 writes a hash only where the account's hash has version 0. An account whose hash
# was itself imported comes out without hash and salt, like one that never had a password. Providers outside a list of
# ten are left out of both forms: who signs in by SAML or OIDC comes out with no provider at all. Nothing is printed; it
# says that all accounts were exported. Second factors are in the JSON alone. In the CSV, custom claims that hold a
# quotation mark are quoted wrongly: csv-parse 7.0.3 refuses the file, and tolerant readers get other claims. Each row has
# 53 columns, the last one always empty.
# Seen: firebase-tools 15.34.2, csv-parse 7.0.3, Node 24.21.0; 2026-11-27. The export runs against a local server that
# answers as the Identity Toolkit does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts firebase-tools@15.34.2 csv-parse@7.0.3
cat >probe.mjs <<'JS'
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { parse } from 'csv-parse/sync';

const times = { createdAt: '1764000000000', lastLoginAt: '1764000000000' };
const hash = { passwordHash: 'c2VjcmV0', salt: 'c2FsdA==' };
const USERS = [
  { localId: 'plain', ...times, ...hash, version: 0, mfaInfo: [{ mfaEnrollmentId: 'phone' }] },
  { localId: 'imported', ...times, ...hash, version: 1 },
  {
    localId: 'federated',
    ...times,
    providerUserInfo: ['saml.acme', 'oidc.acme', 'google.com'].map((providerId) => ({ providerId, rawId: '7' })),
  },
  { localId: 'claims', ...times, customAttributes: JSON.stringify({ title: 'the "boss"' }) },
];
let users;
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ users }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
process.env.FIREBASE_GOOGLE_URL = `http://127.0.0.1:${server.address().port}`;
const require = createRequire(import.meta.url);
require('firebase-tools/lib/apiv2').setAccessToken('token');
const { serialExportUsers } = require('firebase-tools/lib/accountExporter');
const exported = async (format, chosen) => {
  users = structuredClone(chosen);
  const writeStream = createWriteStream(`users.${format}`);
  await serialExportUsers('demo', { format, batchSize: 100, writeStream });
  await once(writeStream.end(), 'finish');
  return readFileSync(`users.${format}`, 'utf8');
};
for (const user of JSON.parse(`[${await exported('json', USERS)}]`)) {
  const providers = user.providerUserInfo?.map(({ providerId }) => providerId) ?? 'none told';
  console.log(`JSON, ${user.localId}: hash ${'passwordHash' in user}, providers ${providers}, factors ${user.mfaInfo?.length ?? 0}`);
}
for (const user of USERS) {
  const text = await exported('csv', [user]);
  try {
    const [row] = parse(text);
    console.log(`CSV, ${user.localId}: ${row.length} columns, hash ${row[3] !== ''}, not empty ${row.filter(Boolean).length}`);
  } catch ({ code }) {
    console.log(`CSV, ${user.localId}: ${code}`);
  }
}
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
JSON, plain: hash true, providers none told, factors 1
JSON, imported: hash false, providers none told, factors 0
JSON, federated: hash false, providers google.com, factors 0
JSON, claims: hash false, providers none told, factors 0
CSV, plain: 53 columns, hash true, not empty 6
CSV, imported: 53 columns, hash false, not empty 4
CSV, federated: 53 columns, hash false, not empty 5
CSV, claims: CSV_INVALID_CLOSING_QUOTE
TEXT

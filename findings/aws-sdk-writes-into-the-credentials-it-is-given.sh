#!/usr/bin/env bash
# One would guess: credentials handed to a client of the AWS SDK as an object are read, so that a frozen one, such as
# settings often are, serves as well; if not, the constructor says so.
# What happens: at the first request the SDK notes in that very object where the credentials came from ($source, which it
# reports in its user agent). Frozen, every request fails with "Cannot set properties of undefined", which names neither
# credentials nor freezing, while the constructor took it. Not frozen, an object that two parts share has a new key. The
# same frozen object from a function serves: what a function gives is copied.
# Seen: @aws-sdk/client-s3 3.1175.0, Node 24.21.0; Linux x64; 2026-11-30.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-s3@3.1175.0
cat >probe.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

const server = createServer((_, response) => {
  response.end('<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const endpoint = `http://127.0.0.1:${server.address().port}`;
const key = () => ({ accessKeyId: 'id', secretAccessKey: 'secret' });
const plain = key();
const cases = { plain, frozen: Object.freeze(key()), 'frozen, of a function': async () => Object.freeze(key()) };
for (const [name, credentials] of Object.entries(cases)) {
  const client = new S3Client({ region: 'eu-central-1', endpoint, forcePathStyle: true, credentials });
  const answer = client.send(new ListBucketsCommand({}));
  console.log(`${name}: ${await answer.then(() => 'answered', (error) => `${error.name}: ${error.message}`)}`);
}
console.log(`plain, afterwards: ${Object.keys(plain).join(', ')}`);
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
plain: answered
frozen: TypeError: Cannot set properties of undefined (setting 'CREDENTIALS_CODE')
frozen, of a function: answered
plain, afterwards: accessKeyId, secretAccessKey, $source
TEXT

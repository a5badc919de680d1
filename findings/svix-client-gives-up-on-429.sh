#!/usr/bin/env bash
# One would guess: a client library that repeats failed requests by itself repeats the one answer that asks for it, 429
# with Retry-After, and waits as long as a 503 with Retry-After says.
# What happens: svix 2.5.0 sends a POST three times on 5xx and on a cut connection, all within a fraction of a second
# whatever Retry-After says, with one Idempotency-Key that it makes itself. On 429 it throws after the first try. The
# error's message says "Headers: {}" although there were headers; they are in its `headers` property.
# Seen: svix 2.5.0, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund svix@2.5.0 node@24.21.0
cat >probe.mjs <<'JS'
import { createServer } from 'node:http';
import { Svix } from 'svix';

let tries = [];
let answer;
const server = createServer((request, response) => {
  tries.push(request.headers['idempotency-key']);
  request.resume().on('end', () => {
    if (answer === 'cut') return request.socket.destroy();
    const [status, retryAfter] = answer;
    const headers = { 'content-type': 'application/json', ...(retryAfter && { 'retry-after': retryAfter }) };
    response.writeHead(status, headers).end('{"code":"x","detail":"y"}');
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const svix = new Svix('testsk_x.eu', { serverUrl: `http://127.0.0.1:${server.address().port}` });
for (answer of [[503, '3'], [500], 'cut', [429, '1'], [409]]) {
  tries = [];
  const begin = Date.now();
  const error = await svix.message.create('app_1', { eventType: 'a.b', payload: {} }).catch((thrown) => thrown);
  const quick = Date.now() - begin < 2000 ? 'at once' : 'after a pause';
  const keys = new Set(tries).size === 1 && tries[0].startsWith('auto_') ? 'one key of its own' : 'keys differ';
  console.log(`${answer}: ${tries.length} sent, given up ${quick}, ${keys}, ${error.constructor.name}`);
  if (answer[0] === 429) console.log(error.message.split('\n').join(' / '), '| in fact', error.headers['retry-after']);
}
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
503,3: 3 sent, given up at once, one key of its own, ApiException
500: 3 sent, given up at once, one key of its own, ApiException
cut: 3 sent, given up at once, one key of its own, TypeError
429,1: 1 sent, given up at once, one key of its own, ApiException
HTTP-Code: 429 / Headers: {} | in fact 1
409: 1 sent, given up at once, one key of its own, ApiException
TEXT

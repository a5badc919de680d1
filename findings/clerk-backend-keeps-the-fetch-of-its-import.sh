#!/usr/bin/env bash
# One would guess: a test that puts Mock Service Worker, or a `fetch` of its own, in place before it makes a Clerk client
# keeps Clerk's requests in the process, as it does with any library that calls `fetch`.
# What happens: @clerk/backend 3.25.0 binds the `fetch` that is there when the package is first imported, for good. What
# replaces it later, `setupServer().listen()` of msw 3.0.5 included, is passed by without a word, for requests of every
# client, also one made afterwards: they go out to the network. Only what is replaced before the import counts. Tracing
# that wraps `fetch` in the same way misses them too.
# Seen: @clerk/backend 3.25.0, msw 3.0.5, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 msw@3.0.5 node@24.21.0
cat >probe.mjs <<'JS'
import { createServer } from 'node:http';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

const answer = (from) => ({ object: 'total_count', total_count: 1, from });
let served = 0;
const network = createServer((_, response) => {
  served += 1;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer('network')));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => network.once('listening', resolve));
const apiUrl = `http://127.0.0.1:${network.address().port}`;
const mock = setupServer(http.get(`${apiUrl}/v1/users/count`, () => HttpResponse.json(answer('mock'))));
const order = process.argv[2];

if (order === 'mock first') mock.listen({ onUnhandledRequest: 'error' });
const { createClerkClient } = await import('@clerk/backend');
if (order === 'import first') mock.listen({ onUnhandledRequest: 'error' });
const client = createClerkClient({ secretKey: 'sk_test_none', apiUrl });
await client.users.getCount();
const byClerk = served > 0 ? 'the network' : 'the mock';
const plain = await (await fetch(`${apiUrl}/v1/users/count`)).json();
console.log(`${order}: Clerk's client asked ${byClerk}, fetch itself the ${plain.from}`);
mock.close();
network.close();
network.closeAllConnections();
JS
for order in 'mock first' 'import first'; do node_modules/node/bin/node probe.mjs "$order"; done | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
mock first: Clerk's client asked the mock, fetch itself the mock
import first: Clerk's client asked the network, fetch itself the mock
TEXT

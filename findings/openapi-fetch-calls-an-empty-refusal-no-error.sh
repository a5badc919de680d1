#!/usr/bin/env bash
# One would guess: `const { data, error } = await client.GET(…)` sets `error` whenever the answer is no success, so that
# `if (error)` is the check; the types say so, which narrow `data` by it.
# What happens: in openapi-fetch 0.17.0 `error` is the body of the refusal, and a refusal without a body is no error: it
# is undefined with Content-Length: 0 and for any refusal of a HEAD, and the empty string for an empty chunked answer.
# Gateways and load balancers may answer so. `data` is undefined too, and the program goes on with nothing: what was
# asked for is not there, what was to be deleted looks deleted. A success with an empty body answers the same two
# undefined. `response.ok`, or a middleware that throws, tells them apart.
# Seen: openapi-fetch 0.17.0, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-fetch@0.17.0 node@24.21.0
cat >probe.mjs <<'JS'
import { createServer } from 'node:http';
import createClient from 'openapi-fetch';

const ANSWERS = {
  'refusal with a problem document': (response) => response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"status":503}'),
  'refusal with a page': (response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>503</h1>'),
  'refusal, Content-Length: 0': (response) => response.writeHead(503, { 'content-length': '0' }).end(),
  'refusal, chunked and empty': (response) => {
    response.writeHead(503).flushHeaders();
    response.end();
  },
  'refusal of a HEAD': (response) => response.writeHead(503, { 'content-length': '14', 'content-type': 'application/problem+json' }).end(),
  'success, Content-Length: 0': (response) => response.writeHead(200, { 'content-length': '0' }).end(),
};
let answer;
const server = createServer((_, response) => answer(response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = createClient({ baseUrl: `http://127.0.0.1:${server.address().port}` });
for (const [name, given] of Object.entries(ANSWERS)) {
  answer = given;
  const { data, error, response } = await client[name.endsWith('HEAD') ? 'HEAD' : 'GET']('/members');
  const shown = (value) => (value === undefined ? 'undefined' : JSON.stringify(value));
  console.log(`${name}: data ${shown(data)}, error ${shown(error)}; if (error): ${Boolean(error)}, response.ok: ${response.ok}`);
}
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
refusal with a problem document: data undefined, error {"status":503}; if (error): true, response.ok: false
refusal with a page: data undefined, error "<h1>503</h1>"; if (error): true, response.ok: false
refusal, Content-Length: 0: data undefined, error undefined; if (error): false, response.ok: false
refusal, chunked and empty: data undefined, error ""; if (error): false, response.ok: false
refusal of a HEAD: data undefined, error undefined; if (error): false, response.ok: false
success, Content-Length: 0: data undefined, error undefined; if (error): false, response.ok: true
TEXT

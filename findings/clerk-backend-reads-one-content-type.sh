#!/usr/bin/env bash
# One would guess: an error of Clerk's Backend API reaches the caller with its code, and `Content-Type: application/json;
# charset=utf-8` is JSON.
# What happens: @clerk/backend 3.25.0 compares the header with exactly `application/json`. With a charset behind it, which
# Fastify adds by default and proxies may, a refusal keeps its status and loses its codes (`errors` is empty), and a good
# answer becomes a string. An answer of 200 that is empty or `null` is thrown as an error without a status. Retry-After as
# a date, which HTTP allows, is lost; as a number it is kept.
# Seen: @clerk/backend 3.25.0 (@clerk/shared 4.41.0), Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 @clerk/shared@4.41.0 node@24.21.0
cat >probe.mjs <<'JS'
import { createServer } from 'node:http';
import { createClerkClient } from '@clerk/backend';

let answer;
const server = createServer((_, response) => response.writeHead(answer.status, answer.headers).end(answer.body));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const apiUrl = `http://127.0.0.1:${server.address().port}`;
const clerk = createClerkClient({ secretKey: 'sk_test_x', apiUrl, telemetry: { disabled: true } });
const ask = async (what, status, headers, body) => {
  answer = { status, headers, body };
  const told = await clerk.jwks.getJwks().then(
    (data) => `answer is ${data === null ? 'null' : typeof data}`,
    ({ status, errors, retryAfter }) => `status ${status}, codes [${errors.map(({ code }) => code)}], retryAfter ${retryAfter}`,
  );
  console.log(`${what}: ${told}`);
};
const json = { 'content-type': 'application/json' };
const charset = { 'content-type': 'application/json; charset=utf-8' };
const refusal = JSON.stringify({ errors: [{ code: 'resource_not_found', message: 'no' }] });
await ask('404', 404, json, refusal);
await ask('404 with a charset', 404, charset, refusal);
await ask('200', 200, json, '{"keys":[]}');
await ask('200 with a charset', 200, charset, '{"keys":[]}');
await ask('200, empty', 200, json, '');
await ask('200, null', 200, json, 'null');
await ask('429, seconds', 429, { ...json, 'retry-after': '7' }, refusal);
await ask('429, date', 429, { ...json, 'retry-after': 'Wed, 21 Oct 2037 07:28:00 GMT' }, refusal);
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
404: status 404, codes [resource_not_found], retryAfter undefined
404 with a charset: status 404, codes [], retryAfter undefined
200: answer is object
200 with a charset: answer is string
200, empty: status undefined, codes [unexpected_error], retryAfter undefined
200, null: status undefined, codes [unexpected_error], retryAfter undefined
429, seconds: status 429, codes [resource_not_found], retryAfter 7
429, date: status 429, codes [resource_not_found], retryAfter undefined
TEXT

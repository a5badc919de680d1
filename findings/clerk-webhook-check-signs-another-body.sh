#!/usr/bin/env bash
# One would guess: `verifyWebhook(req)` of @clerk/fastify and @clerk/express checks the bytes that were signed; where it
# cannot get at them any more it says so.
# What happens: when the framework has parsed the body, @clerk/fastify 3.1.79 (always) and @clerk/express 2.1.70 (behind
# express.json) print it anew with JSON.stringify and check that. It works as long as the sender's JSON is written exactly
# as V8 would write it, as in every example. One `&` written as \u0026 (which Go's encoder does by default), a key like
# "12" in somebody's metadata, `1.0`, or a blank behind a colon, and a rightly signed event is refused as if it were
# forged: "No matching signature found". So the events of certain people fail at every try, and the others pass. Behind
# express.raw all of them pass; @clerk/fastify has no such way.
# Seen: @clerk/fastify 3.1.79, @clerk/express 2.1.70, @clerk/backend 3.25.0, fastify 5.12.8, express 5.3.0, Node 24.21.0;
# 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 @clerk/express@2.1.70 @clerk/fastify@3.1.79 \
  express@5.3.0 fastify@5.12.8 node@24.21.0
cat >probe.mjs <<'JS'
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { verifyWebhook as expressVerify } from '@clerk/express/webhooks';
import { verifyWebhook as fastifyVerify } from '@clerk/fastify/webhooks';
import express from 'express';
import Fastify from 'fastify';

const key = randomBytes(24);
const signingSecret = `whsec_${key.toString('base64')}`;
const told = (verifying) => verifying.then(() => 'ok', ({ message }) => message.split(': ').pop());
const fastify = Fastify();
fastify.post('/', (request) => told(fastifyVerify(request, { signingSecret })));
const servers = { fastify: await fastify.listen({ port: 0, host: '127.0.0.1' }) };
for (const [name, parser] of Object.entries({ json: express.json(), raw: express.raw({ type: '*/*' }) })) {
  const app = express().use(parser).post('/', async (request, response) => response.send(await told(expressVerify(request, { signingSecret }))));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers[`express.${name}`] = `http://127.0.0.1:${server.address().port}`;
}
const BODIES = [
  '{"type":"user.updated","data":{"first_name":"Tom & Ann"}}',
  '{"type":"user.updated","data":{"first_name":"Tom \\u0026 Ann"}}',
  '{"type":"user.updated","data":{"public_metadata":{"rooms":[],"12":true}}}',
  '{"type":"user.updated","data":{"public_metadata":{"rate":1.0}}}',
  '{"type": "user.updated"}',
];
for (const body of BODIES) {
  console.log(body);
  for (const [name, url] of Object.entries(servers)) {
    const at = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
    const headers = { 'content-type': 'application/json', 'svix-id': 'msg_1', 'svix-timestamp': `${at}`, 'svix-signature': `v1,${signature}` };
    console.log(`  ${name}: ${await (await fetch(url, { method: 'POST', body, headers })).text()}`);
  }
}
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
{"type":"user.updated","data":{"first_name":"Tom & Ann"}}
  fastify: ok
  express.json: ok
  express.raw: ok
{"type":"user.updated","data":{"first_name":"Tom \u0026 Ann"}}
  fastify: No matching signature found
  express.json: No matching signature found
  express.raw: ok
{"type":"user.updated","data":{"public_metadata":{"rooms":[],"12":true}}}
  fastify: No matching signature found
  express.json: No matching signature found
  express.raw: ok
{"type":"user.updated","data":{"public_metadata":{"rate":1.0}}}
  fastify: No matching signature found
  express.json: No matching signature found
  express.raw: ok
{"type": "user.updated"}
  fastify: No matching signature found
  express.json: No matching signature found
  express.raw: ok
TEXT

#!/usr/bin/env bash
# One would guess: a verifier that caches remembers that a token is genuine, and `request.user` belongs to its request. What
# a handler writes onto it, a tenant it looked up or a counter, is gone with the answer.
# What happens: with `cache` switched on, fast-jwt 6.3.6 gives out the very object that it keeps, nested ones included and
# not frozen. @fastify/jwt 10.2.8 makes it `request.user`, so that what one request writes there the next request with
# the same token reads, however long the token lives. Without the cache each request has an object of its own, so no
# test shows it that leaves the setting out.
# Seen: fast-jwt 6.3.6, @fastify/jwt 10.2.8, fastify 5.12.8, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @fastify/jwt@10.2.8 fast-jwt@6.3.6 fastify@5.12.8 node@24.21.0
cat >probe.mjs <<'JS'
import jwt from '@fastify/jwt';
import { createSigner, createVerifier } from 'fast-jwt';
import Fastify from 'fastify';

const key = 'a made-up secret of more than 32 letters';
const token = createSigner({ key, expiresIn: 60_000 })({ sub: 'user_1', roles: ['reader'] });
for (const cache of [false, true]) {
  const verify = createVerifier({ key, cache });
  const first = verify(token);
  first.roles.push('noted by the first caller');
  const second = verify(token);
  console.log(`fast-jwt, cache ${cache}: same object ${first === second}, roles of the second caller ${second.roles.length}`);
}
for (const cache of [false, true]) {
  const app = Fastify();
  await app.register(jwt, { secret: key, verify: { cache } });
  app.get('/', async (request) => {
    await request.jwtVerify();
    request.user.visits = (request.user.visits ?? 0) + 1;
    return String(request.user.visits);
  });
  const answers = [];
  for (let time = 0; time < 3; time += 1)
    answers.push((await app.inject({ url: '/', headers: { authorization: `Bearer ${token}` } })).body);
  console.log(`@fastify/jwt, cache ${cache}: visits ${answers.join(' ')}`);
  await app.close();
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
fast-jwt, cache false: same object false, roles of the second caller 1
fast-jwt, cache true: same object true, roles of the second caller 2
@fastify/jwt, cache false: visits 1 1 1
@fastify/jwt, cache true: visits 1 2 3
TEXT

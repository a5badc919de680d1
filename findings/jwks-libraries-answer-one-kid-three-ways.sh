#!/usr/bin/env bash
# One would guess: libraries that look a key up by the `kid` of a token agree on which key of a set that is, or refuse the
# set; and a `kid` that the set does not hold costs one request, since all of them keep what they fetched.
# What happens: where a set lists two keys under one `kid` (an issuer that rotated its key and kept the name, which RFC 7517
# advises against and allows), jwks-rsa 4.1.0 takes the first, @clerk/backend 3.25.0 the last, and jose 6.2.18 neither:
# it throws and leaves the choice to the caller. So one token passes in one service and is forged in the next, and the
# issuer who moves its new key to the front mends the one and breaks the other. Five tokens with a `kid` that is not
# there cost jwks-rsa, cache switched on, five requests to the issuer; jose one.
# Seen: jwks-rsa 4.1.0, jsonwebtoken 9.0.3, jose 6.2.18, @clerk/backend 3.25.0, Node 24.21.0; 2026-11-27.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 jose@6.2.18 jsonwebtoken@9.0.3 jwks-rsa@4.1.0 \
  node@24.21.0
cat >probe.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { verifyToken } from '@clerk/backend';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';
import jwksRsa from 'jwks-rsa';

const before = generateKeyPairSync('rsa', { modulusLength: 2048 });
const after = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwkOf = ({ publicKey }) => ({ ...publicKey.export({ format: 'jwk' }), kid: 'main', use: 'sig', alg: 'RS256' });
const tokenOf = ({ privateKey }, keyid = 'main') => jwt.sign({ sub: 'user_1' }, privateKey, { algorithm: 'RS256', keyid, expiresIn: 60 });
let keys;
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
const rsaOf = (client) => async (token) => jwt.verify(token, (await client.getSigningKey(jwt.decode(token, { complete: true }).header.kid)).getPublicKey());
const libraries = {
  'jwks-rsa': () => rsaOf(jwksRsa({ jwksUri: url, cache: true })),
  jose: () => {
    const set = createRemoteJWKSet(new URL(url));
    return (token) => jwtVerify(token, set);
  },
  '@clerk/backend': () => (token) => verifyToken(token, { secretKey: 'sk_test_probe', apiUrl: url, skipJwksCache: true }),
};
for (const [order, set] of Object.entries({ 'old key first': [before, after], 'new key first': [after, before] })) {
  keys = set.map(jwkOf);
  for (const [name, open] of Object.entries(libraries)) {
    const verify = open();
    const told = await verify(tokenOf(after)).then(() => 'verified', (error) => error.code ?? error.reason ?? error.message);
    console.log(`${order}, token of the new key, ${name}: ${told}`);
  }
}
keys = [jwkOf(after)];
for (const name of ['jwks-rsa', 'jose']) {
  const verify = libraries[name]();
  requests = 0;
  for (let time = 0; time < 5; time += 1) await verify(tokenOf(after, 'gone')).catch(() => undefined);
  console.log(`five tokens of an unknown kid, ${name}: requests ${requests}`);
}
process.exit();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
old key first, token of the new key, jwks-rsa: invalid signature
old key first, token of the new key, jose: ERR_JWKS_MULTIPLE_MATCHING_KEYS
old key first, token of the new key, @clerk/backend: verified
new key first, token of the new key, jwks-rsa: verified
new key first, token of the new key, jose: ERR_JWKS_MULTIPLE_MATCHING_KEYS
new key first, token of the new key, @clerk/backend: token-invalid-signature
five tokens of an unknown kid, jwks-rsa: requests 5
five tokens of an unknown kid, jose: requests 1
TEXT

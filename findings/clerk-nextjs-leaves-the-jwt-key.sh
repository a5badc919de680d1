#!/usr/bin/env bash
# One would guess: with CLERK_JWT_KEY in the environment clerkMiddleware() of @clerk/nextjs verifies session tokens without
# a request to Clerk, as the SDKs for servers do, and as the hint of @clerk/backend's own error says.
# What happens: it never reads that variable. It fetches the keys of the instance from the Backend API and verifies by
# them, so all works until Clerk cannot be asked. With the same key handed over as `clerkMiddleware(handler, { jwtKey })`
# nothing is fetched.
# Seen: @clerk/nextjs 7.9.17, next 16.4.6, jose 6.2.2, Node 24.21.0; Linux x64; 2026-11-29.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
npm install --silent --no-audit --no-fund --ignore-scripts --omit=optional @clerk/nextjs@7.9.17 next@16.4.6 react@19.3.1 \
  react-dom@19.3.1 jose@6.2.2
cat >probe.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { exportJWK, SignJWT } from 'jose';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let fetched = 0;
const api = createServer(async (request, response) => {
  if (request.url.startsWith('/v1/jwks')) fetched += 1;
  const key = { ...(await exportJWK(publicKey)), kid: 'ins_one', use: 'sig', alg: 'RS256' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
});
await new Promise((done) => api.listen(0, '127.0.0.1', done));
const jwtKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
Object.assign(process.env, {
  CLERK_API_URL: `http://127.0.0.1:${api.address().port}`,
  CLERK_SECRET_KEY: 'sk_test_0123456789',
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: `pk_test_${Buffer.from('one.clerk.accounts.dev$').toString('base64')}`,
  CLERK_TELEMETRY_DISABLED: '1',
  CLERK_JWT_KEY: jwtKey,
});
const load = createRequire(import.meta.url);
const { clerkMiddleware } = load('@clerk/nextjs/server');
const { NextRequest } = load('next/server.js');

const now = Math.floor(Date.now() / 1000);
const token = await new SignJWT({ sid: 'sess_1', sub: 'user_1', v: 2 })
  .setProtectedHeader({ alg: 'RS256', kid: 'ins_one', typ: 'JWT' })
  .setIssuer('https://one.clerk.accounts.dev')
  .setIssuedAt(now - 5)
  .setNotBefore(now - 5)
  .setExpirationTime(now + 60)
  .sign(privateKey);
async function call(options) {
  fetched = 0;
  let who = null;
  const middleware = clerkMiddleware(async (auth) => {
    who = (await auth()).userId;
  }, options);
  await middleware(new NextRequest('https://app.test/', { headers: { authorization: `Bearer ${token}` } }), {});
  return `${who}, keys fetched ${fetched} times`;
}
console.log(`jwtKey as an option: ${await call({ jwtKey })}`);
console.log(`CLERK_JWT_KEY alone: ${await call({})}`);
api.close();
JS
node_modules/.bin/node probe.mjs 2>/dev/null | tee seen.txt
diff - seen.txt <<'OUT'
jwtKey as an option: user_1, keys fetched 0 times
CLERK_JWT_KEY alone: user_1, keys fetched 1 times
OUT
echo "as seen on 2026-11-29"

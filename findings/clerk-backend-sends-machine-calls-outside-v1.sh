#!/usr/bin/env bash
# One would guess: every call of Clerk's client goes to the paths that Clerk documents, all below https://api.clerk.com/v1;
# so a proxy, an allow-list or a local Clerk that serves /v1/* serves it.
# What happens: @clerk/backend 3.25.0 leaves /v1 out for API keys, machine (M2M) tokens and the check of OAuth access tokens,
# while machines and OAuth applications themselves are asked for below /v1. `authenticateRequest` checks such tokens by the
# same calls, one for each request, and remembers no answer.
# Seen: @clerk/backend 3.25.0, Node 24.21.0; Clerk's OpenAPI of 2026-05-12 has all of them below /v1; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 node@24.21.0
cat >probe.mjs <<'JS'
import { createServer } from 'node:http';
import { createClerkClient } from '@clerk/backend';

const key = { id: 'ak_1', type: 'api_key', name: 'robot', subject: 'user_1', scopes: [], claims: null, revoked: false, expired: false };
let asked = [];
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...key, data: [], total_count: 0 }));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const clerk = createClerkClient({
  secretKey: 'sk_test_x',
  publishableKey: `pk_test_${btoa('a.clerk.accounts.dev$')}`,
  apiUrl: `http://127.0.0.1:${server.address().port}`,
  telemetry: { disabled: true },
});
const request = () => new Request('http://localhost/', { headers: { authorization: `Bearer ak_${'a'.repeat(32)}` } });
const calls = {
  'organizations.getOrganizationList': () => clerk.organizations.getOrganizationList(),
  'apiKeys.list': () => clerk.apiKeys.list({ subject: 'user_1' }),
  'apiKeys.verify': () => clerk.apiKeys.verify('ak_1'),
  'machines.list': () => clerk.machines.list(),
  'm2m.createToken': () => clerk.m2m.createToken({ machineSecretKey: 'ak_1' }),
  'm2m.verify': () => clerk.m2m.verify({ token: 'mt_1', machineSecretKey: 'ak_1' }),
  'oauthApplications.list': () => clerk.oauthApplications.list(),
  'idPOAuthAccessToken.verify': () => clerk.idPOAuthAccessToken.verify('oat_1'),
  'authenticateRequest, twice': async () => {
    for (const _ of [1, 2]) await clerk.authenticateRequest(request(), { acceptsToken: 'api_key' });
  },
};
for (const [name, call] of Object.entries(calls)) {
  asked = [];
  await call();
  console.log(`${name}: ${asked.join(', ')}`);
}
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
organizations.getOrganizationList: GET /v1/organizations
apiKeys.list: GET /api_keys?subject=user_1
apiKeys.verify: POST /api_keys/verify
machines.list: GET /v1/machines
m2m.createToken: POST /m2m_tokens
m2m.verify: POST /m2m_tokens/verify
oauthApplications.list: GET /v1/oauth_applications
idPOAuthAccessToken.verify: POST /oauth_applications/access_tokens/verify
authenticateRequest, twice: POST /api_keys/verify, POST /api_keys/verify
TEXT

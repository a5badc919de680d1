#!/usr/bin/env bash
# One would guess: `users.getUserList({ banned: false })` asks Clerk for the people who are not banned.
# What happens: @clerk/backend 3.25.0 drops every query value that is falsy, so the request has no filter and the answer
# holds banned people too. The same list costs a second request, to /users/count. In a request's body false and '' are
# sent; the rule holds for queries alone, so the same option may work in one call and vanish in the next.
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

const asked = [];
const server = createServer(async (request, response) => {
  const body = (await request.toArray()).join('');
  asked.push(`${request.method} ${request.url} ${body}`.trim());
  response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const apiUrl = `http://127.0.0.1:${server.address().port}`;
const clerk = createClerkClient({ secretKey: 'sk_test_x', apiUrl, telemetry: { disabled: true } });
await clerk.users.getUserList({ banned: false, offset: 0 });
await clerk.users.getUserList({ banned: true, offset: 10 });
await clerk.users.createUser({ emailAddress: ['a@post.test'], banned: false, firstName: '' });
asked.forEach((line) => console.log(line));
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
GET /v1/users
GET /v1/users/count
GET /v1/users?banned=true&offset=10
GET /v1/users/count?banned=true
POST /v1/users {"email_address":["a@post.test"],"banned":false,"first_name":""}
TEXT

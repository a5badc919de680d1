#!/usr/bin/env bash
# One would guess: one call of Clerk's client is one request, and `users.updateUser(id, { firstName, publicMetadata })`
# changes both or, when it throws, neither.
# What happens: @clerk/backend 3.6.1 sends one PATCH; 3.25.0, no major release, makes two requests of it: a PATCH with
# the rest, then a PUT of the metadata. When the second is refused the call throws and the name is changed all the same:
# whoever tells the user that nothing was saved is wrong. `updateOrganization` does so too, and a member that is there
# and undefined costs a PATCH with an empty object. It prints that metadata in these calls is deprecated, and does not
# say that the call is no longer one.
# Seen: @clerk/backend 3.25.0 and 3.6.1, Node 24.21.0; Clerk's OpenAPI of 2026-05-12 has no metadata in the PATCH;
# 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @clerk/backend@3.25.0 before@npm:@clerk/backend@3.6.1 node@24.21.0
cat >probe.mjs <<'JS'
import { createServer } from 'node:http';

let asked = [];
let refusing = false;
const server = createServer(async (request, response) => {
  const chunks = await request.toArray();
  const body = String(Buffer.concat(chunks));
  const refused = refusing && body.includes('public_metadata');
  asked.push(`${refused ? 'refused' : 'done'}: ${request.method} ${request.url} ${body}`);
  response.writeHead(refused ? 422 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(refused ? { errors: [{ code: 'form_param_exceeds_allowed_size', message: 'too large' }] } : {}));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
console.warn = () => undefined; // A deprecation.
const show = async (name, call) => {
  asked = [];
  const end = await call().then(() => 'resolves', ({ status, errors }) => `throws ${status} ${errors[0].code}`);
  console.log([`${name}: ${end}`, ...asked].join('\n  '));
};
for (const name of ['before', '@clerk/backend']) {
  const { createClerkClient } = await import(name);
  const clerk = createClerkClient({ secretKey: 'sk_test_x', apiUrl: `http://127.0.0.1:${server.address().port}`, telemetry: { disabled: true } });
  const version = name === 'before' ? '3.6.1' : '3.25.0';
  refusing = false;
  await show(`${version} updateUser`, () => clerk.users.updateUser('user_1', { firstName: 'Ann', publicMetadata: { desk: 7 } }));
  await show(`${version} updateOrganization`, () =>
    clerk.organizations.updateOrganization('org_1', { name: undefined, publicMetadata: { desk: 7 } }));
  refusing = true;
  await show(`${version} updateUser, metadata too large`, () =>
    clerk.users.updateUser('user_1', { firstName: 'Ann', publicMetadata: { desk: 7 } }));
}
server.close();
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
3.6.1 updateUser: resolves
  done: PATCH /v1/users/user_1 {"first_name":"Ann","public_metadata":{"desk":7}}
3.6.1 updateOrganization: resolves
  done: PATCH /v1/organizations/org_1 {"public_metadata":{"desk":7}}
3.6.1 updateUser, metadata too large: throws 422 form_param_exceeds_allowed_size
  refused: PATCH /v1/users/user_1 {"first_name":"Ann","public_metadata":{"desk":7}}
3.25.0 updateUser: resolves
  done: PATCH /v1/users/user_1 {"first_name":"Ann"}
  done: PUT /v1/users/user_1/metadata {"public_metadata":{"desk":7}}
3.25.0 updateOrganization: resolves
  done: PATCH /v1/organizations/org_1 {}
  done: PUT /v1/organizations/org_1/metadata {"public_metadata":{"desk":7}}
3.25.0 updateUser, metadata too large: throws 422 form_param_exceeds_allowed_size
  done: PATCH /v1/users/user_1 {"first_name":"Ann"}
  refused: PUT /v1/users/user_1/metadata {"public_metadata":{"desk":7}}
TEXT

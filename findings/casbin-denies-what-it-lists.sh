#!/usr/bin/env bash
# One would guess: a role that is inherited over groups in groups is inherited however deep they lie, or the library
# says how deep they may lie; and what `getImplicitPermissionsForUser` lists is what `enforce` allows.
# What happens: the role manager of casbin 5.51.1 follows ten steps. From the eleventh on `enforce` answers false,
# without an error or a warning, and `getImplicitUsersForPermission` leaves the person out. `getImplicitRolesForUser`
# and `getImplicitPermissionsForUser` follow the chain to its end: a screen that lists somebody's rights shows one that
# every request refuses, and a group put between two others takes rights away far below it. A role manager made with
# another depth changes the answer; the model and the policy have no word for it.
# Seen: casbin 5.51.1, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund casbin@5.51.1 node@24.21.0
cat >probe.mjs <<'JS'
import { DefaultRoleManager, newEnforcer, newModelFromString } from 'casbin';

const MODEL = `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
`;
const ask = async (steps, manager) => {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  if (manager) enforcer.setRoleManager(manager);
  await enforcer.addPolicy('group1', 'report', 'read');
  for (let group = 1; group < steps; group += 1) await enforcer.addGroupingPolicy(`group${group + 1}`, `group${group}`);
  await enforcer.addGroupingPolicy('ann', `group${steps}`);
  await enforcer.buildRoleLinks();
  const roles = await enforcer.getImplicitRolesForUser('ann');
  const permissions = await enforcer.getImplicitPermissionsForUser('ann');
  const people = await enforcer.getImplicitUsersForPermission('report', 'read');
  return `enforce ${await enforcer.enforce('ann', 'report', 'read')}, listed: ${roles.length} roles, ${permissions.length} permission, ${people.length} person`;
};
for (const steps of [1, 10, 11]) console.log(`${steps} steps: ${await ask(steps)}`);
console.log(`11 steps, a role manager of 20: ${await ask(11, new DefaultRoleManager(20))}`);
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
1 steps: enforce true, listed: 1 roles, 1 permission, 1 person
10 steps: enforce true, listed: 10 roles, 1 permission, 1 person
11 steps: enforce false, listed: 11 roles, 1 permission, 0 person
11 steps, a role manager of 20: enforce true, listed: 11 roles, 1 permission, 1 person
TEXT

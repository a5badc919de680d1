#!/usr/bin/env bash
# One would guess: a group that is named as a parent and is not among the entities is an error, at least where a schema
# is given to check them by; and a loop in one corner of the hierarchy concerns only who asks about that corner.
# What happens: @cedar-policy/cedar-wasm 4.13.0 reads the hierarchy from the entities that come with the question. Where
# a group in the middle is left out, because a page was missed or the loader stopped at some depth, the chain ends
# there: the answer is deny, with no error in the diagnostics, in spite of the schema. The same with the person. Where
# the highest group is left out nothing changes. A loop, or a group in itself, among groups that have nothing to do with
# the question makes no answer for anybody: the call fails, and so it does for a group that comes twice with other
# parents. Who brings groups from a directory that allows loops has to break them first.
# Seen: @cedar-policy/cedar-wasm 4.13.0, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @cedar-policy/cedar-wasm@4.13.0 node@24.21.0
cat >probe.mjs <<'JS'
import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';

const schema = `
  entity Group in [Group];
  entity User in [Group];
  entity Report;
  action read appliesTo { principal: User, resource: Report };`;
const policies = { staticPolicies: 'permit (principal in Group::"all", action == Action::"read", resource);' };
const entity = (type, id, ...parents) => ({ uid: { type, id }, attrs: {}, parents: parents.map((parent) => ({ type: 'Group', id: parent })) });
const ask = (entities, id = 'ann') => {
  const question = { principal: { type: 'User', id }, action: { type: 'Action', id: 'read' }, resource: { type: 'Report', id: '1' }, context: {} };
  const answer = isAuthorized({ ...question, policies, entities, schema, validateRequest: true });
  if (answer.type === 'failure') return `failure: ${answer.errors.map(({ message }) => message).join('; ')}`;
  const { decision, diagnostics } = answer.response;
  return `${decision}, ${diagnostics.errors.length} errors`;
};
const chain = (length) => [
  entity('Group', 'all'),
  ...Array.from({ length }, (_, step) => entity('Group', `step${step}`, step === 0 ? 'all' : `step${step - 1}`)),
  entity('User', 'ann', `step${length - 1}`),
];
const without = (id) => chain(3).filter(({ uid }) => uid.id !== id);
console.log(`50 groups in groups: ${ask(chain(50))}`);
console.log(`one of 3 left out: ${ask(without('step1'))}`);
console.log(`the highest left out: ${ask(without('all'))}`);
console.log(`the person left out: ${ask(without('ann'))}`);
console.log(`a group given twice alike: ${ask([...chain(3), entity('Group', 'step0', 'all')])}`);
console.log(`a group given twice, with other parents: ${ask([...chain(3), entity('Group', 'step0')])}`);
console.log(`a loop elsewhere: ${ask([...chain(3), entity('Group', 'a', 'b'), entity('Group', 'b', 'a')])}`);
console.log(`a group in itself elsewhere: ${ask([...chain(3), entity('Group', 'a', 'a')])}`);
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
50 groups in groups: allow, 0 errors
one of 3 left out: deny, 0 errors
the highest left out: allow, 0 errors
the person left out: deny, 0 errors
a group given twice alike: allow, 0 errors
a group given twice, with other parents: failure: duplicate entity entry `Group::"step0"`
a loop elsewhere: failure: transitive closure computation/enforcement error: input graph has a cycle containing vertex `Group::"b"`
a group in itself elsewhere: failure: transitive closure computation/enforcement error: input graph has a cycle containing vertex `Group::"a"`
TEXT

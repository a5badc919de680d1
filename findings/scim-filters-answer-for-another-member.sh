#!/usr/bin/env bash
# One would guess: a SCIM filter means one thing, and libraries that read it differ in rare operators at most.
# What happens: on eight plain filters over a group scim2-parse-filter 0.2.10 answers four as RFC 7644 says, scimmy
# 1.3.5 three. Between brackets scim2-parse-filter asks each condition of any member, not both of one: a group that has
# Ann for a person and some group in it is found where Ann is asked for as a group. scimmy says yes to the negation of
# what it says yes to, and `members pr` ends in a TypeError. Neither knows the schema: displayName, which RFC 7643
# compares in any case, is compared exactly, and under its full name, with the URN of the schema, it is found nowhere.
# An empty list, which is no value by the RFC, is present for scim2-parse-filter.
# Seen: scim2-parse-filter 0.2.10, scimmy 1.3.5, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund scim2-parse-filter@0.2.10 scimmy@1.3.5 node@24.21.0
cat >probe.mjs <<'JS'
import { filter, parse } from 'scim2-parse-filter';
import SCIMMY from 'scimmy';

const GROUP = {
  displayName: 'Front desk',
  externalId: 'desk',
  members: [{ value: 'ann', type: 'User' }, { value: 'night', type: 'Group' }],
};
const EMPTY = { displayName: 'Archive', members: [] };
const told = (look) => {
  try {
    return look() ? 'yes' : 'no';
  } catch ({ name }) {
    return name;
  }
};
for (const [resource, text, expected] of [
  [GROUP, 'members[value eq "ann" and type eq "User"]', 'yes'],
  [GROUP, 'members[value eq "ann" and type eq "Group"]', 'no'],
  [GROUP, 'members.value eq "night"', 'yes'],
  [GROUP, 'not (members.value eq "ann")', 'no'],
  [GROUP, 'displayName eq "front DESK"', 'yes'],
  [GROUP, 'members pr', 'yes'],
  [EMPTY, 'members pr', 'no'],
  [GROUP, 'urn:ietf:params:scim:schemas:core:2.0:Group:displayName sw "Front"', 'yes'],
]) {
  const [one, other] = [told(() => filter(parse(text))(resource)), told(() => new SCIMMY.Types.Filter(text).match([resource]).length > 0)];
  console.log(`${text}${resource === EMPTY ? ' of none' : ''}: by the RFC ${expected}, scim2-parse-filter ${one}, scimmy ${other}`);
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
members[value eq "ann" and type eq "User"]: by the RFC yes, scim2-parse-filter yes, scimmy yes
members[value eq "ann" and type eq "Group"]: by the RFC no, scim2-parse-filter yes, scimmy no
members.value eq "night": by the RFC yes, scim2-parse-filter yes, scimmy yes
not (members.value eq "ann"): by the RFC no, scim2-parse-filter no, scimmy yes
displayName eq "front DESK": by the RFC yes, scim2-parse-filter no, scimmy no
members pr: by the RFC yes, scim2-parse-filter yes, scimmy TypeError
members pr of none: by the RFC no, scim2-parse-filter yes, scimmy TypeError
urn:ietf:params:scim:schemas:core:2.0:Group:displayName sw "Front": by the RFC yes, scim2-parse-filter no, scimmy no
TEXT

import {
  changedLookup as lookup,
  changedText,
  database,
  edit,
  fault as inCode,
  type Mutant,
} from './mutant.js';

const MEMBERS = 'src/tenants/groups/group-members.service.ts';
const NESTINGS = 'src/tenants/groups/group-nestings.service.ts';
const GRANTS = 'src/tenants/groups/group-grants.service.ts';
const GROUPS = 'src/tenants/groups/groups.service.ts';
const SEATS = 'src/tenants/members/seats.service.ts';

const SPEC = 'test/e2e/groups/groups.spec.ts';
const BY_ROLE_SPEC = 'test/e2e/groups/groups-by-role.spec.ts';
const HISTORIES = 'test/e2e/groups/random-histories.spec.ts';
const RULE_SPEC = 'src/auth/access.rule.spec.ts';

const HAND_ON = 'hand on nothing';
const NOBODY = 'is given by nobody';

const fault = (name: string, [file, find, replace]: [string, string, string], spec: string, only?: string) =>
  inCode(name, [edit(file, find, replace)], spec, only);
const view = (find: string, replace: string) =>
  changedText(
    `pg_get_viewdef('grants_by_groups'::regclass)`,
    find,
    replace,
    'create or replace view grants_by_groups with (security_invoker = true) as ',
  );
/** Faults in who is in a group and what that gives. */
export const groupMutants: readonly Mutant[] = [
  {
    ...fault(
      'whoever manages groups adds people to what is above them',
      [MEMBERS, 'await this.rights.demandMayFill(scope, caller, groupId);', '[];'],
      SPEC,
      HAND_ON,
    ),
    always: true,
  },
  fault(
    'whoever manages groups takes people out of what is above them',
    [MEMBERS, '      await this.rights.demandMayEmpty(scope, caller, groupId);\n', ''],
    SPEC,
    HAND_ON,
  ),
  fault(
    'a group is put into one that is above who does it',
    [NESTINGS, 'await this.rights.demandMayFill(scope, caller, groupId);', '[];'],
    SPEC,
    HAND_ON,
  ),
  fault(
    'a group is given a role that is above who gives it',
    [GRANTS, '      demandMayGrant(policy, caller, { ...wanted, scope: at }, now);\n', ''],
    SPEC,
    HAND_ON,
  ),
  fault(
    'a group is deleted by who may not take what it holds',
    [GROUPS, '      await this.rights.demandMayEmpty(scope, caller, id);\n', ''],
    SPEC,
    HAND_ON,
  ),
  fault(
    'a role fills a group that is above who says so',
    [GROUPS, 'await this.rights.demandMayFill(scope, caller, before.id);', '[];'],
    SPEC,
    HAND_ON,
  ),
  fault(
    'groups lie in groups without end',
    [NESTINGS, '      if (isTooDeep) throw tenantsErrors.groupNestingTooDeep();\n', ''],
    SPEC,
    'one level deep',
  ),
  fault(
    'groups take people onto a property that is full',
    [SEATS, '      if (taken > present) this.demand(property, present, taken - present);\n', ''],
    SPEC,
    'seats',
  ),
  fault(
    'a role of memberships is given with what it brings by groups',
    [
      'src/tenants/memberships/memberships.service.ts',
      '        await this.groupRights.demandMayGiveClerkRole(scope, caller, role);\n      }',
      '      }',
    ],
    BY_ROLE_SPEC,
    NOBODY,
  ),
  fault(
    'an invitation promises what a role brings by groups',
    [
      'src/tenants/invitations/invitation-opening.service.ts',
      '    if (propertyId === null) await this.groupRights.demandMayGiveClerkRole(scope, caller, role);\n',
      '',
    ],
    BY_ROLE_SPEC,
    NOBODY,
  ),
  fault(
    'a role in doubt still fills groups',
    ['src/auth/access.rule.ts', 'grants.filter(({ byClerkRole }) => byClerkRole === null)', 'grants'],
    RULE_SPEC,
  ),
  database(
    'a role fills groups before Clerk has confirmed it',
    view('(m.pending_role IS NULL)', 'true'),
    BY_ROLE_SPEC,
    'Clerk has not confirmed',
  ),
  database(
    'a group holds on every property what it was given on one',
    lookup('or g.property_id = access_lookup.property_id and access', 'or access'),
    HISTORIES,
  ),
  database(
    'a group holds what it was given for later',
    lookup('and g.valid_from <= now() and (g.expires_at', 'and (g.expires_at'),
    SPEC,
    'as long as was said',
  ),
  database(
    'a group holds on a property that is archived',
    lookup(
      `access_lookup.property_id and access_lookup.property_status = 'active');`,
      'access_lookup.property_id);',
    ),
    SPEC,
    'archived',
  ),
  database(
    'whoever leaves the organization stays in its groups',
    'alter table group_members drop constraint fk_group_members_membership',
    SPEC,
    'leaves the organization',
  ),
];

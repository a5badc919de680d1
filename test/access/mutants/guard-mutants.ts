import { edit, type Mutant } from './mutant.js';

const WALKER = 'test/access/walker.spec.ts';
const MEMBERS = 'test/e2e/tenants/members-and-grants.spec.ts';
const DELIVERIES = 'test/e2e/webhooks/deliveries.spec.ts';
const GUARD = 'src/auth/access.guard.ts';
const SHUT_OUT = 'src/auth/session-status.rule.ts';
const POLICY = 'src/auth/policy.rule.ts';

const guard = (name: string, find: string, replace: string, only: string): Mutant => ({
  name,
  edits: [edit(GUARD, find, replace)],
  spec: WALKER,
  only,
});

/** Faults in whom the guard lets in. */
export const guardMutants: readonly Mutant[] = [
  {
    ...guard(
      'the guard lets everybody do everything',
      `checkPolicy(policy, roles, subject, scope, now);\n\n`,
      '\n',
      'PATCH {org}',
    ),
    always: true,
  },
  {
    name: 'the guard lets nobody do anything',
    edits: [
      edit(
        POLICY,
        `  switch (policy.kind) {`,
        `  if (now.getTime() > 0) throw authErrors.roleMissing('any');\n  switch (policy.kind) {`,
      ),
    ],
    spec: WALKER,
    only: 'GET {org}/properties',
    always: true,
  },
  {
    name: 'a route that demands a role lets everybody in who may know what its path names',
    edits: [edit(POLICY, 'return holdsRole(roles, subject, policy.role, scope, now);', 'return true;')],
    spec: WALKER,
    only: 'ownership-transfer',
  },
  {
    name: 'the manager’s role is handed over by whoever manages by the organization',
    edits: [
      edit(
        'src/tenants/grants/management-transfer.service.ts',
        'if (own === null || !isActive(own, now)) throw authErrors.roleMissing(MANAGER_ROLE);',
        'if (own === null) return { grant: (await this.grants.list(scope, null, 1))[0]!.grant, user: await getMember(this.users, this.memberships, scope, person) };',
      ),
    ],
    spec: WALKER,
    only: 'management-transfer',
  },
  guard(
    'strangers learn that a thing is there',
    `if (!mayKnow(subjectOf(found, true), scope, now)) throw authErrors.notFound();`,
    '',
    'GET {property} answers',
  ),
  guard(
    'staff need no reason',
    `if (accessReason === null) throw authErrors.reasonRequired();`,
    `if (accessReason === null) accessReason = 'none';`,
    'GET {org}/members',
  ),
  guard(
    'a suspended organization stays open',
    `organization.status === 'suspended'`,
    `organization.status === 'gone'`,
    'suspended',
  ),
  guard(
    'an old proof of identity is enough',
    `if (stale !== null) throw`,
    `if (stale === null) throw`,
    'PUT /api/v1/users',
  ),
  guard(
    'an impersonator may do everything',
    `throw authErrors.impersonated();`,
    '',
    'POST /api/v1/users/:userId/ban',
  ),
  guard(
    'a refusal leaves no trace',
    `if (error instanceof AppError) await this.writeDenial(request, claims, record, error);`,
    '',
    'DELETE {property} answers',
  ),
  {
    name: 'bans are ignored',
    edits: [edit(SHUT_OUT, `!record.canAct ||`, ``)],
    spec: MEMBERS,
    only: 'somebody banned',
  },
  {
    name: 'the end of a session is ignored',
    edits: [edit(SHUT_OUT, `ENDED.has(record.sessionStatus)`, `record.sessionStatus === 'never'`)],
    spec: DELIVERIES,
    only: 'about a session that ended',
  },
  {
    name: 'signing somebody out does not reach their tokens',
    edits: [
      edit(SHUT_OUT, `sessionsInvalidBefore === null`, `sessionsInvalidBefore === null || Date.now() > 0`),
    ],
    spec: 'test/access/freshness.spec.ts',
    only: 'signed out',
  },
];

import { changedLookup as lookup, database, edit, type Mutant } from './mutant.js';

const TOKENS = 'test/e2e/auth/tokens.spec.ts';
const WALKER = 'test/access/walker.spec.ts';
const SWAPS = 'test/access/swaps.spec.ts';
const HARDENING = 'test/access/database-hardening.spec.ts';
const ISOLATION = 'test/e2e/tenants/isolation.spec.ts';
const MEMBERS = 'test/e2e/tenants/members-and-grants.spec.ts';
const DELIVERIES = 'test/e2e/webhooks/deliveries.spec.ts';

const CLAIMS = 'src/auth/session-claims.ts';
const GUARD = 'src/auth/access.guard.ts';
const SHUT_OUT = 'src/auth/session-status.rule.ts';
const POLICY = 'src/auth/policy.rule.ts';
const MODEL = 'src/auth/authorization-model.ts';
const MODELS = 'src/auth/authorization-models.ts';
const PERMISSIONS = 'src/permissions/permissions.service.ts';
const DECLARED = 'test/e2e/permissions/declared-permissions.spec.ts';

const claim = (name: string, find: string, replace = ''): Mutant => ({
  name,
  edits: [edit(CLAIMS, find, replace)],
  spec: TOKENS,
});
const guard = (name: string, find: string, replace: string, only: string): Mutant => ({
  name,
  edits: [edit(GUARD, find, replace)],
  spec: WALKER,
  only,
});
const asPermissive = (table: string, policy: string) =>
  `do $do$ declare condition text := (select pg_get_expr(polqual, polrelid) from pg_policy where polname = '${policy}');
   begin
     execute 'drop policy ${policy} on ${table}';
     execute 'create policy ${policy} on ${table} for select to tenantry_app using (' || condition || ')';
   end $do$`;

export const mutants: readonly Mutant[] = [
  // Tokens
  {
    ...claim(
      'the issuer is not checked',
      `  demand(payload['iss'] === expected.issuer, 'iss is another issuer', 'wrong_instance');\n`,
    ),
    always: true,
  },
  {
    name: 'the authorized party is not checked, here and in the SDK',
    edits: [
      edit(
        CLAIMS,
        `typeof azp === 'string' && expected.authorizedParties.includes(azp)`,
        `typeof azp === 'string'`,
      ),
      edit(
        'src/auth/token-verifier.ts',
        `authorizedParties: [...this.settings.authorizedParties]`,
        `authorizedParties: []`,
      ),
    ],
    spec: TOKENS,
  },
  claim(
    'any category of token counts as a session',
    `  demand(header['cat'] === SESSION_CATEGORY, 'cat is not that of a session', 'not_a_session_token');\n`,
  ),
  {
    name: 'a critical header parameter that nobody understands is overlooked',
    edits: [edit(CLAIMS, `  demand(!('crit' in header), 'crit is not understood');\n`, '')],
    spec: 'test/access/token-family.spec.ts',
  },
  claim('a token may live for ever', `exp - iat > 0 && exp - iat <= MAX_LIFETIME_SECONDS`, `exp - iat > 0`),
  claim(
    'a token without a session passes',
    `typeof sid === 'string' && SESSION_ID.test(sid)`,
    `typeof sid !== 'number'`,
  ),
  claim(
    'machines count as people',
    `typeof sub === 'string' && USER_ID.test(sub)`,
    `typeof sub === 'string'`,
  ),
  {
    name: 'an unfinished session is let in',
    edits: [edit(GUARD, `if (claims.status === 'pending') throw authErrors.pendingSession();`, '')],
    spec: TOKENS,
  },
  {
    name: 'the signature is not verified',
    edits: [
      edit(
        'src/auth/token-verifier.ts',
        `const payload = await verifyToken(token, {`,
        `const payload = decodeJwt(token).payload;\n        if (jwtKey === '') await verifyToken(token, {`,
      ),
    ],
    spec: 'test/access/token-family.spec.ts',
  },
  // The guard
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
  // The one access query
  {
    // The query leaves it out and the decision does not count it: both have to forget.
    name: 'an expired grant still counts',
    edits: [
      edit(
        'src/auth/access.rule.ts',
        `expiresAt, givenAt: SINCE_EVER`,
        `expiresAt: null, givenAt: SINCE_EVER`,
      ),
    ],
    sql: lookup('g.expires_at > now()', 'true'),
    spec: MEMBERS,
    only: 'a grant ends at its time',
    always: true,
  },
  {
    name: 'a grant given for later counts already',
    edits: [],
    sql: lookup('g.valid_from <= now() and', ''),
    spec: 'test/access/freshness.spec.ts',
    only: 'from its first moment',
  },
  database(
    'a property is found under any organization',
    lookup(
      'p.organization_id = access_lookup.organization_id and p.id = p_property_id',
      'p.id = p_property_id',
    ),
    SWAPS,
    'bring back not one byte',
  ),
  database(
    'grants on one property count on all',
    lookup(
      'g.property_id = access_lookup.property_id and g.user_id = access_lookup.user_id',
      'g.user_id = access_lookup.user_id',
    ),
    WALKER,
    'GET {property} answers',
  ),
  // The database
  {
    ...database(
      'a table has row-level security, but not against its owner',
      'alter table properties no force row level security',
      ISOLATION,
      'gets 404',
    ),
    always: true,
  },
  {
    ...database(
      'row-level security of a table is switched off',
      'drop policy properties_read on properties',
      ISOLATION,
      'the database alone shows',
    ),
    always: true,
  },
  database(
    'a policy only opens instead of shutting',
    asPermissive('memberships', 'memberships_read'),
    ISOLATION,
    'the database alone shows',
  ),
  database(
    'writing is kept in by no policy',
    'drop policy properties_update on properties; drop policy properties_insert on properties',
    ISOLATION,
    'refuses to write across',
  ),
  database(
    'a grant may point at another tenant’s property',
    'alter table property_grants drop constraint fk_property_grants_property',
    ISOLATION,
    'refuses to write across',
  ),
  database(
    'leaving keeps the grants',
    'alter table property_grants drop constraint fk_property_grants_membership',
    MEMBERS,
    'who is removed loses',
  ),
  database(
    'the audit log can be emptied',
    'alter table audit_events disable trigger user',
    ISOLATION,
    'the audit log',
  ),
  {
    name: 'the service runs under any role and on any tables',
    edits: [
      edit(
        'libs/database/database-hardening.ts',
        `if (rights.length + settings.length > 0)`,
        `if (rights.length + settings.length > 99)`,
      ),
    ],
    spec: HARDENING,
  },
  {
    name: 'the scope outlives its transaction',
    edits: [
      edit(
        'libs/database/set-scope.ts',
        `set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true)`,
        `set_config('app.scope_kind', $1, false), set_config('app.scope_organization', $2, false)`,
      ),
    ],
    spec: HARDENING,
    only: 'leave no scope behind',
  },
  {
    name: 'the scope of a single read outlives it',
    edits: [
      edit(
        'libs/database/set-scope.ts',
        `set_config('app.scope_kind', $1, true), set_config('app.scope_organization', $2, true)`,
        `set_config('app.scope_kind', $1, false), set_config('app.scope_organization', $2, false)`,
      ),
    ],
    spec: 'test/database/single-read.spec.ts',
    only: 'leaves neither scope',
  },
  {
    name: 'the answer to one question is given to another',
    edits: [edit('libs/database/shared-reads.ts', `resolve(rows[at] ?? []);`, `resolve(rows[0] ?? []);`)],
    spec: 'test/database/shared-reads.spec.ts',
    only: 'each get their own answer',
  },
  {
    name: 'a question is answered with what was read for an earlier one',
    edits: [
      edit(
        'libs/database/shared-reads.ts',
        `this.waiting.push({ statement, askedAt,`,
        `const same = this.known.get(statement.statement.text);
      if (same !== undefined) resolve(same as Row[]);
      this.waiting.push({ statement, askedAt,`,
      ),
      edit(
        'libs/database/shared-reads.ts',
        `  private underway = 0;`,
        `  private underway = 0;
  private readonly known = new Map<string, unknown[]>();`,
      ),
      edit(
        'libs/database/shared-reads.ts',
        `resolve(rows[at] ?? []);`,
        `resolve(rows[at] ?? []);
        this.known.set(statements[at]?.statement.text ?? '', rows[at] ?? []);`,
      ),
    ],
    spec: 'test/database/shared-reads.spec.ts',
    only: 'see what was committed',
  },
  {
    name: 'a change is committed before its audit row',
    edits: [
      edit(
        'libs/database/transaction.ts',
        `this.queue.ask([...putOff, ...more])`,
        `this.queue.ask([...more, setScope({ kind: 'system', name: '' } as never), ...putOff])`,
      ),
      edit('libs/database/transaction.ts', `if (tag !== 'COMMIT')`, `if (tag === 'ROLLBACK')`),
    ],
    spec: 'test/e2e/audit/recording.spec.ts',
  },
  {
    name: 'a commit that PostgreSQL turned into a rollback passes for done',
    edits: [edit('libs/database/transaction.ts', `if (tag !== 'COMMIT')`, `if (tag === '')`)],
    spec: 'test/database/transaction.spec.ts',
    only: 'does not pass for done',
  },
  {
    name: 'what half a branch did is committed with the others',
    edits: [
      edit(
        'libs/database/unit-of-work.ts',
        `branches[at]?.branch.hasChanged === true ||`,
        `branches[at]?.branch === undefined ||`,
      ),
    ],
    spec: 'test/database/transaction.spec.ts',
    only: 'does nothing when one fails after',
  },
  {
    name: 'two events of one person share a transaction, in which no lock parts them',
    edits: [edit('src/webhooks/apply/together.rule.ts', `every((name) => !named`, `some((name) => !named`)],
    spec: 'src/webhooks/apply/together.rule.spec.ts',
  },
  // Rules
  {
    name: 'the last owner is counted without a lock',
    edits: [
      edit(
        'src/tenants/memberships/memberships.service.ts',
        `    await this.organizations.lock(scope.organizationId);\n    return found(await this.memberships.lock(scope.organizationId, userId));`,
        `    return found(await this.memberships.find(scope.organizationId, userId));`,
      ),
    ],
    spec: MEMBERS,
    only: 'the last owner',
  },
  {
    name: 'anybody gives any role',
    edits: [
      edit(
        'src/tenants/grant-refusals.ts',
        `  switch (refusal?.code) {`,
        `  if (now.getTime() > 0) return;\n  switch (refusal?.code) {`,
      ),
    ],
    spec: MEMBERS,
    only: 'nobody gives what they lack',
    always: true,
  },
  {
    name: 'a list of properties holds those that one may not open',
    edits: [
      edit(
        'src/tenants/properties/properties.store.ts',
        `if (wanted.onlyWithGrant !== null) {`,
        `if (wanted.limit < 0 && wanted.onlyWithGrant !== null) {`,
      ),
    ],
    spec: MEMBERS,
    only: 'each person sees the properties',
  },
  {
    name: 'who was deleted comes back',
    edits: [
      edit(
        'src/users/mirror/mirror-lock.ts',
        `if (found.length > 0) return`,
        `if (found.length > 99) return`,
      ),
      edit('src/users/mirror/mirror-lock.ts', `return found.length > 0;`, `return found.length > 99;`),
    ],
    spec: 'test/access/freshness.spec.ts',
    only: 'late news',
  },
  {
    name: 'old news replaces new',
    edits: [
      edit(
        'src/users/mirror/source-moment.rule.ts',
        `if (difference !== 0) return difference > 0;`,
        `if (difference !== 0) return true;`,
      ),
    ],
    spec: 'src/users/mirror/source-moment.rule.spec.ts',
  },
  {
    name: 'a delivery needs no signature',
    edits: [edit('src/webhooks/webhook-verifier.ts', `throw new DeliveryRefusedError('signature');`, '')],
    spec: DELIVERIES,
    only: 'is refused, all alike',
  },
  // The edge
  {
    name: 'a cursor fits every list',
    edits: [
      edit(
        'libs/http/paging/cursor-codec.ts',
        `for (const part of [name, request, context?.callerId ?? ''])`,
        `for (const part of [context?.callerId ?? ''])`,
      ),
    ],
    spec: 'libs/http/paging/paging.spec.ts',
    always: true,
  },
  {
    name: 'an idempotency key stands for any body',
    edits: [
      edit(
        'src/auth/postgres-idempotency.store.ts',
        `if (row.fingerprint !== request.fingerprint)`,
        `if (row.fingerprint === '')`,
      ),
    ],
    spec: MEMBERS,
    only: 'the same key makes it once',
  },
  {
    name: 'an idempotency key is shared by everybody',
    edits: [
      edit(
        'src/auth/postgres-idempotency.store.ts',
        `.update(JSON.stringify([operation, params, key]))`,
        `.update(JSON.stringify([operation.length, key]))`,
      ),
      edit(
        'src/auth/signed-in-caller.ts',
        `caller.kind === 'user' ? caller.userId : caller.account.keyId`,
        `caller.model === undefined ? undefined : '01900000-0000-7000-8000-000000000000'`,
      ),
    ],
    spec: SWAPS,
    only: 'idempotency key',
  },
  {
    name: 'a fault is told as it is, without a problem document',
    edits: [edit('libs/http/errors/problem.ts', `application/problem+json`, `application/json`)],
    spec: WALKER,
    only: 'GET {org}/invitations',
  },
  // Declared permissions
  {
    name: 'a replica goes on with the permissions that it read once',
    edits: [
      edit(
        MODELS,
        'if (id === latest.id) return latest;',
        'if (id === latest.id || latest.id !== null) return latest;',
      ),
    ],
    spec: 'test/e2e/permissions/at-once.spec.ts',
    only: 'on the other replica',
  },
  {
    name: 'a declaration is applied whatever its plan said',
    edits: [edit(PERMISSIONS, 'if (hashOfPlan(before.id, declared) !== hash)', 'if (hash === "")')],
    spec: DECLARED,
    only: 'as planned',
  },
  {
    name: 'a declared permission goes from under a role',
    edits: [edit(PERMISSIONS, 'if (inUse.length > 0) {', 'if (inUse.length > 1_000) {')],
    spec: DECLARED,
    only: 'do not go while they do',
  },
  {
    name: 'a role gives what it may not carry, by what that includes',
    edits: [edit(MODEL, '&& mayBeCarried(text, by)', "&& by !== 'platform'")],
    spec: 'src/permissions/declaration.rule.spec.ts',
  },
  {
    name: 'lists know nothing of what permissions include',
    edits: [edit('src/tenants/access/reach.store.ts', 'model.impliedBy(permission),', '[permission],')],
    spec: DECLARED,
    only: 'bring along',
  },
  {
    name: 'a permission at Clerk that nobody declared gives what it is called',
    edits: [
      edit(
        MODEL,
        'return this.isForTenants(text) && mayBeCarried(text, by);',
        'return isPermission(text) && isForTenants(text) && mayBeCarried(text, by);',
      ),
    ],
    spec: 'test/e2e/permissions/clerk-permissions.spec.ts',
    only: 'nobody declared',
  },
];

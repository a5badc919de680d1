import { changedText, edit, fault, type Mutant } from './mutant.js';

const KEY = 'src/auth/service-account-key.ts';
const ACCESS = 'src/auth/service-account-access.ts';
const ADMISSION = 'src/auth/service-account-admission.ts';
const RIGHTS = 'src/auth/service-account-rights.rule.ts';
const INVENTORY = 'src/auth/route-inventory.ts';
const GRANTS = 'src/tenants/service-accounts/service-account-grants.service.ts';
const KEY_STATE = 'src/tenants/service-accounts/key-state.ts';

const PROPERTY_SPEC = 'test/e2e/service-accounts/accounts-of-properties.spec.ts';
const RULE_SPEC = 'src/auth/service-account-rights.rule.spec.ts';
const KEY_SPEC = 'src/auth/service-account-key.spec.ts';
const KEYS_SPEC = 'test/e2e/service-accounts/keys.spec.ts';
const LIVE_SPEC = 'test/e2e/service-accounts/live-rights.spec.ts';
const AGENTS = 'src/tenants/service-accounts/agents.service.ts';
const AGENTS_SPEC = 'test/e2e/service-accounts/agents.spec.ts';
const WALKER = 'test/access/walker.spec.ts';

const right = (name: string, find: string, replace: string): Mutant =>
  fault(name, [edit(RIGHTS, find, replace)], RULE_SPEC, 'is what was given');

const lookup = (find: string, replace: string) =>
  changedText(`pg_get_functiondef('app.key_of_service_account(text)'::regprocedure)`, find, replace);

/** Faults in what keys of service accounts open. */
export const serviceAccountMutants: readonly Mutant[] = [
  {
    ...right(
      'what a giver lost still holds through a key',
      "if (!given.some(({ giver }) => this.holds(giver, permission, scope))) return 'giver_lacks';",
      '',
    ),
    always: true,
  },
  right(
    'what the maker of a key lost still holds through it',
    "if (!this.holds(this.issuer, permission, scope)) return 'issuer_lacks';",
    '',
  ),
  right(
    'a key holds what gives rights',
    "if (!mayHold(this.account.organizationId, permission)) return 'withheld';",
    '',
  ),
  right(
    'a key holds what somebody holds who may not act',
    'record?.canAct === true ?',
    'record !== undefined ?',
  ),
  right(
    'roles on the platform hold through a key',
    'subjectOf(record, organizationId === null)',
    'subjectOf(record, true)',
  ),
  right('a role on an archived property holds through a key', " || property.status !== 'active'", ''),
  right('somebody else than its giver vouches for a right', '!given.some(', '!this.vouched.some('),
  fault(
    'a key with a slip is looked up',
    [edit(KEY, ' || checksum !== checksumOf(token.slice(0, -6))', '')],
    KEY_SPEC,
  ),
  fault(
    'the public half of a key is enough',
    [edit(KEY, 'one.length === other.length && timingSafeEqual(one, other)', 'one.length === other.length')],
    KEYS_SPEC,
    'whole and not ours',
  ),
  fault(
    'a key in a URL is believed',
    [edit(KEY, 'text.includes(PREFIX) && KEY_IN_TEXT.test(text)', 'false')],
    KEYS_SPEC,
    'in a URL',
  ),
  fault(
    'an ended key goes on',
    [edit(ACCESS, "account.state !== 'active'", 'account.state === undefined')],
    KEYS_SPEC,
    'once it is revoked',
  ),
  fault(
    'a key is used from everywhere',
    [edit(ACCESS, 'networks.length > 0 &&', 'networks.length < 0 &&')],
    KEYS_SPEC,
    'outside its networks',
  ),
  fault(
    'a suspended organization is open to keys',
    [edit(ACCESS, "place.organization?.status === 'suspended'", "place.organization?.status === 'never'")],
    LIVE_SPEC,
    'suspended organization',
  ),
  fault(
    'a key of a suspended organization still asks',
    [edit(ACCESS, "organizationStatus === 'suspended'", "organizationStatus === 'never'")],
    LIVE_SPEC,
    'suspended organization',
  ),
  fault(
    'a key learns of every property of its organization',
    [
      edit(
        ACCESS,
        "scope.kind === 'property' && !rights.mayKnow",
        "scope.kind === 'platform' && !rights.mayKnow",
      ),
    ],
    LIVE_SPEC,
    'ends with the next request',
  ),
  fault(
    'the list of properties shows what a key may not open',
    [edit(ACCESS, 'ids.filter((_, index) => opened[index])', 'ids')],
    LIVE_SPEC,
    'lists what it opens',
  ),
  fault(
    'every route is open to keys',
    [edit(ADMISSION, 'if (!isOpen) throw', 'if (isOpen && !isOpen) throw')],
    KEYS_SPEC,
    'nothing that is for people',
  ),
  fault(
    'a refused key leaves no trace',
    [
      edit(
        ADMISSION,
        'if (error instanceof AppError) await this.writeDenial(request, account, target, error);',
        'if (error === null) await this.writeDenial(request, account, target, authErrors.notFound());',
      ),
    ],
    KEYS_SPEC,
    'outside its networks',
  ),
  fault(
    'a route that gives rights may be opened to keys',
    [
      edit(
        INVENTORY,
        'if (entry.policy === null || givesAway(entry)) return false;',
        'if (entry.policy === null) return false;',
      ),
      edit(INVENTORY, 'if (entry.stepUp === true || entry.notImpersonated === true) return false;', ''),
    ],
    'src/auth/route-inventory.spec.ts',
  ),
  fault(
    'a service account is given a role above its giver',
    [
      edit(
        GRANTS,
        'demandMayGrant(policy, caller, { ...wanted, scope: at }, now);',
        'if (now.getTime() < 0) demandMayGrant(policy, caller, { ...wanted, scope: at }, now);',
      ),
    ],
    LIVE_SPEC,
    'could not do',
  ),
  fault(
    'platform staff vouches for service accounts',
    [
      edit(
        GRANTS,
        '    demandVouches(caller);',
        '    if (caller.userId === wanted.role) demandVouches(caller);',
      ),
    ],
    WALKER,
    'PUT {org}/service-accounts',
  ),
  fault(
    'a rotation lengthens the life of the old key',
    [edit(KEY_STATE, 'revokedAt !== null && revokedAt < end', 'revokedAt !== null && revokedAt > end')],
    KEYS_SPEC,
    'is replaced while',
  ),
  {
    ...fault('a role counts before it begins', [], LIVE_SPEC, 'begins and ends'),
    sql: lookup('g.valid_from <= now() and', ''),
  },
  {
    ...fault('a revoked key is active', [], KEYS_SPEC, 'once it is revoked'),
    sql: lookup("when k.revoked_at <= now() then 'revoked'", ''),
  },
  {
    ...fault('an expired key is active', [], KEYS_SPEC, 'ends at its time'),
    sql: lookup("when k.expires_at <= now() then 'expired'", "when false then 'expired'"),
  },
  fault(
    'an admin makes a key of a member’s agent',
    [
      edit(
        'src/tenants/service-accounts/demand-vouches.ts',
        'onBehalfOf !== null',
        'onBehalfOf === undefined',
      ),
    ],
    AGENTS_SPEC,
    'belongs to its person',
  ),
  fault(
    'somebody deletes the agent of another',
    [edit(AGENTS, 'account.onBehalfOf !== caller.userId', 'account.onBehalfOf === null')],
    AGENTS_SPEC,
    'belongs to its person',
  ),
  fault(
    'an agent is handed what gives rights',
    [
      edit(
        AGENTS,
        'if (!mayServiceAccountsHold(permission)) throw',
        'if (mayServiceAccountsHold(permission) && permissions.length === 0) throw',
      ),
    ],
    AGENTS_SPEC,
    'no agent may be handed',
  ),
  fault(
    'the audit log does not say in whose name an agent acts',
    [
      edit(
        'src/audit/audit-log.ts',
        ', ...(onBehalfOf !== null && { onBehalfOf })',
        ', ...(onBehalfOf === undefined && { onBehalfOf })',
      ),
    ],
    AGENTS_SPEC,
    'told of with its person',
  ),
  right(
    'scopes of an API key of Clerk bound nothing',
    'scopes === null || scopes.includes(permission)',
    'true',
  ),
  fault(
    'who manages a property reaches all service accounts of its organization',
    [
      edit(
        'src/tenants/service-accounts/accounts-scope.ts',
        '...(propertyId !== null && { propertyId })',
        '...(propertyId === undefined && { propertyId })',
      ),
    ],
    PROPERTY_SPEC,
    'not there for who manages another property',
  ),
  fault(
    'the account of a property is given roles elsewhere',
    [edit(GRANTS, 'account.propertyId !== null && account', 'account.propertyId === undefined && account')],
    PROPERTY_SPEC,
    'is given no role elsewhere',
  ),
  fault(
    'a role is taken from an account that the path does not reach',
    [
      edit(
        GRANTS,
        '      found(await this.accounts.lock(scope, accountId));\n      const grant',
        '      const grant',
      ),
    ],
    PROPERTY_SPEC,
    'not there for who manages another property',
  ),
];

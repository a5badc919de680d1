import { changedLookup as lookup, database, edit, fault as inCode, type Mutant } from './mutant.js';

const RULE = 'src/auth/sign-in-policy.rule.ts';
const NETWORK = 'src/auth/network-value.ts';
const RECORD = 'src/auth/signed-in-record.ts';
const GUARD = 'src/auth/access.guard.ts';
const PROVER = 'src/auth/scope-prover.ts';
const KEYS = 'src/auth/service-account-access.ts';
const SERVICE = 'src/sign-in/sign-in-policies.service.ts';
const STORE = 'src/sign-in/sign-in-policies.store.ts';
const SESSIONS = 'src/users/mirror/session-mirror.service.ts';

const RULE_SPEC = 'src/auth/sign-in-policy.rule.spec.ts';
const SPEC = 'test/e2e/sign-in/policies.spec.ts';
const SESSIONS_SPEC = 'test/e2e/sign-in/audited-sessions.spec.ts';

const CLOSES = 'closes organization and properties';
const OF_PLATFORM = 'of the platform';
const MEANWHILE = 'somebody else has made meanwhile';
const SET_BY = 'that whoever sets it has not';
const AT_ONCE = 'when all is told at once';

const fault = (name: string, [file, find, replace]: [string, string, string], spec: string, only?: string) =>
  inCode(name, [edit(file, find, replace)], spec, only);

/** Faults in how sign-ins are held to policies, and in what of them is audited. */
export const signInMutants: readonly Mutant[] = [
  {
    ...fault(
      'what an organization’s policy takes away is held still',
      [RECORD, 'record: organizationFaults.length === 0 ? staff : withRole(staff, null),', 'record: staff,'],
      SPEC,
      CLOSES,
    ),
    always: true,
  },
  fault(
    'what the platform’s policy takes away is held still',
    [RECORD, 'platformFaults.length === 0 ? found : { ...found, platformRoles: [] }', 'found'],
    SPEC,
    OF_PLATFORM,
  ),
  fault(
    'a second factor that the token does not tell of counts as proved',
    [RULE, 'signIn.factorAges !== null && signIn.factorAges[1] >= 0', 'signIn.factorAges?.[1] !== -1'],
    RULE_SPEC,
  ),
  fault(
    'the first factor counts as the second',
    [RULE, 'signIn.factorAges[1] >= 0', 'signIn.factorAges[0] >= 0'],
    RULE_SPEC,
  ),
  fault(
    'a session of which nobody knows the beginning counts as young',
    [RULE, 'return beganAt !== null && now', 'return beganAt === null || now'],
    RULE_SPEC,
  ),
  fault(
    'one allowed way to sign in excuses the others',
    [RULE, 'signIn.strategies.every(', 'signIn.strategies.some('],
    RULE_SPEC,
  ),
  fault(
    'a token that names no way to sign in counts as one that does not tell',
    [RULE, '(signIn.strategies.length > 0 &&', '(signIn.strategies.length >= 0 &&'],
    RULE_SPEC,
  ),
  fault(
    'IPv4 that is written as IPv6 lies in no network',
    [NETWORK, 'const caller = ipaddr.process(address);', 'const caller = ipaddr.parse(address);'],
    RULE_SPEC,
  ),
  fault(
    'an address that cannot be read lies in every network',
    [
      NETWORK,
      'if (!ipaddr.isValid(address)) return false;\n  const caller',
      'if (!ipaddr.isValid(address)) return true;\n  const caller',
    ],
    RULE_SPEC,
  ),
  fault(
    'the guard judges the address of the proxy',
    [
      GUARD,
      'signInOf(claims, found, request.ip)',
      'signInOf(claims, found, request.socket.remoteAddress ?? "")',
    ],
    SPEC,
    'by the address that the edge believes',
  ),
  fault(
    'questions about access pass the policy by',
    [
      PROVER,
      'return judgeSignIn(found, { ...signIn, sessionBeganAt: found.sessionBeganAt });',
      'return judgeSignIn({ ...found, signInPolicies: { platform: null, organization: null } }, signIn);',
    ],
    SPEC,
    'is named by checks',
  ),
  fault(
    'a key may be used from outside its organization’s networks',
    [
      KEYS,
      'for (const networks of [allowedNetworks, policyNetworks])',
      'for (const networks of [allowedNetworks])',
    ],
    SPEC,
    'holds for keys',
  ),
  fault(
    'whoever sets a policy may lock themselves out',
    [SERVICE, '    this.demandStaysIn(caller, policy);\n', ''],
    SPEC,
    SET_BY,
  ),
  fault(
    'two who set a policy from one version both succeed',
    [SERVICE, '      assertVersion(expected, before.version);\n', ''],
    SPEC,
    MEANWHILE,
  ),
  fault(
    'a policy is not locked between its version and its change',
    [STORE, "      .setLock('pessimistic_write')\n", ''],
    SPEC,
    MEANWHILE,
  ),
  fault(
    'a list over several organizations shows properties of one that refuses',
    [
      'src/tenants/access/access-lists.service.ts',
      '[...(await this.refusals.of(caller)).keys()]',
      '[] as string[]',
    ],
    SPEC,
    'leaves oneself open',
  ),
  fault(
    'of an impersonated session the log names one person',
    [
      SESSIONS,
      'session.impersonator === null\n            ? teller',
      'session.impersonator !== ""\n            ? teller',
    ],
    SESSIONS_SPEC,
    'names both',
  ),
  fault(
    'a session that is told of at once begins twice',
    [SESSIONS, '=> ids.delete(clerkId)', '=> ids.delete(clerkId) || ids.size === 0'],
    SESSIONS_SPEC,
    AT_ONCE,
  ),
  fault(
    'an end that is told twice is written twice',
    [
      SESSIONS,
      'if (mirrored.endedAt !== null || (isStale && !hasEnded)) return true;',
      'if (isStale && !hasEnded) return true;',
    ],
    SESSIONS_SPEC,
    'is one row each',
  ),
  database(
    'the look-up tells the policy of some other organization',
    lookup(
      's.organization_id = access_lookup.organization_id and s.is_set',
      's.organization_id is not null and s.is_set',
    ),
    SPEC,
    CLOSES,
  ),
  database(
    'a policy that was taken away holds still',
    lookup(
      's.organization_id = access_lookup.organization_id and s.is_set',
      's.organization_id = access_lookup.organization_id',
    ),
    SPEC,
    CLOSES,
  ),
];

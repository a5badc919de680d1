import { edit, fault, type Mutant } from './mutant.js';

const ADMISSION = 'src/auth/break-glass/break-glass-admission.ts';
const ROUTES = 'src/auth/break-glass/break-glass-routes.ts';
const USES = 'src/break-glass/break-glass-uses.service.ts';
const TOKEN = 'libs/break-glass/break-glass-token.ts';
const OUTAGE = 'libs/clerk/confirm-outage.ts';

const ATTACKS = 'test/e2e/break-glass/attacks.spec.ts';
const SPEC = 'test/e2e/break-glass/break-glass.spec.ts';

/** Faults in what opens the service while Clerk is out. */
export const breakGlassMutants: readonly Mutant[] = [
  fault(
    'a break-glass token opens while Clerk answers',
    [edit(ADMISSION, 'if (!(await this.clerk.isOut()))', 'if (!(await this.clerk.isOut()) && false)')],
    ATTACKS,
    'once Clerk answers',
  ),
  fault(
    'a break-glass token opens as long as the breaker cools down',
    [
      edit(
        OUTAGE,
        '    const permit = breaker.admit();',
        "    if (breaker.state === 'open') return true;\n    const permit = breaker.admit();",
      ),
    ],
    ATTACKS,
    'once Clerk answers',
  ),
  fault(
    'a refusal of Clerk counts as an outage',
    [
      edit(OUTAGE, 'if (!(error instanceof ClerkUnavailableError)) {', 'if (!(error instanceof Error)) {'),
      edit(OUTAGE, "isTimeout: error.reason === 'timeout'", 'isTimeout: true'),
    ],
    ATTACKS,
    'only refuses',
  ),
  fault(
    'a break-glass token opens twice',
    [edit(USES, 'if (rows.length === 0) return false;', '')],
    ATTACKS,
    'opens one request',
  ),
  fault(
    'a break-glass token of any key holds',
    [
      edit(
        TOKEN,
        'if (!verify(null, signedBytes(body), key, signature))',
        'if (!verify(null, signedBytes(body), key, signature) && body.length === 0)',
      ),
    ],
    ATTACKS,
    'forged',
  ),
  fault(
    'a signature for another purpose makes a break-glass token',
    [edit(TOKEN, 'return Buffer.concat([Buffer.from(DOMAIN), body]);', 'return Buffer.concat([body]);')],
    ATTACKS,
    'forged',
  ),
  fault(
    'a break-glass token never runs out',
    [edit(TOKEN, 'return claims.expiresAt * 1_000 <= nowMs', 'return claims.expiresAt <= 0')],
    ATTACKS,
    'opens nothing late',
  ),
  fault(
    'a break-glass token holds before its time',
    [edit(TOKEN, 'claims.notBefore * 1_000 > nowMs + skewMs', 'claims.notBefore > nowMs + skewMs')],
    ATTACKS,
    'opens nothing early',
  ),
  fault(
    'a break-glass token may hold for days',
    [edit(TOKEN, 'lifetime > 0 && lifetime <= MAX_LIFETIME_SECONDS', 'lifetime > 0')],
    ATTACKS,
    'forged',
  ),
  fault(
    'a break-glass token of somebody who was owner once opens',
    [
      edit(
        ADMISSION,
        "if (!found.platformRoles.includes('owner'))",
        "if (!found.platformRoles.includes('admin') && found.platformRoles.length === 0)",
      ),
    ],
    ATTACKS,
    'owner of the platform',
  ),
  fault(
    'a break-glass token of somebody who was banned opens',
    [edit(ADMISSION, 'return !canAct || (', 'return (!canAct && false) || (')],
    ATTACKS,
    'owner of the platform',
  ),
  fault(
    'signing somebody out leaves their break-glass tokens',
    [edit(ADMISSION, 'sessionsInvalidBefore !== null &&', 'sessionsInvalidBefore === undefined &&')],
    ATTACKS,
    'signed out',
  ),
  fault(
    'a break-glass token opens what is not on the list',
    [edit(ADMISSION, 'if (!BREAK_GLASS_ROUTES.has(routeOf(request)))', "if (routeOf(request) === '')")],
    SPEC,
    'no other route',
  ),
  fault(
    'a break-glass token lifts a ban',
    [edit(ROUTES, "'POST /api/v1/users/:userId/ban',", "'POST /api/v1/users/:userId/unban',")],
    SPEC,
    'takes away',
  ),
  fault(
    'a break-glass token is used without a row in the audit log',
    [edit(USES, 'await this.audit.record({', 'void ({')],
    SPEC,
    'written down',
  ),
  fault(
    'nobody is told that a break-glass token was used',
    [edit(USES, "await this.alarms.raise({ kind: 'break_glass'", "void ({ kind: 'break_glass'")],
    SPEC,
    'raises an alarm',
  ),
];

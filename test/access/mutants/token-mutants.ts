import { edit, type Mutant } from './mutant.js';

const TOKENS = 'test/e2e/auth/tokens.spec.ts';
const CLAIMS = 'src/auth/session-claims.ts';
const GUARD = 'src/auth/access.guard.ts';

const claim = (name: string, find: string, replace = ''): Mutant => ({
  name,
  edits: [edit(CLAIMS, find, replace)],
  spec: TOKENS,
});

/** Faults in which tokens count as a session. */
export const tokenMutants: readonly Mutant[] = [
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
];

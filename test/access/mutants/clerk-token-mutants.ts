import { changedText, edit, fault, type Mutant } from './mutant.js';

const ACCESS = 'src/auth/service-account-access.ts';
const VERIFIER = 'src/auth/clerk-token-verifier.ts';
const TOKENS = 'libs/clerk/clerk-machine-tokens.ts';

const CLERK_SPEC = 'test/e2e/service-accounts/clerk-credentials.spec.ts';
const KEYS_SPEC = 'test/e2e/service-accounts/keys.spec.ts';

const ofClerk = (find: string, replace: string) =>
  changedText(
    `pg_get_functiondef('app.service_account_of_clerk(text, text, text)'::regprocedure)`,
    find,
    replace,
  );

/** Faults in which tokens of Clerk open the account of whom. */
export const clerkTokenMutants: readonly Mutant[] = [
  fault(
    'tokens of Clerk are taken where nobody switched them on',
    [edit(ACCESS, "if (!this.clerkTokens.accepts(kind)) throw this.refuse('not_accepted');", '')],
    KEYS_SPEC,
    'tokens of Clerk are not taken',
  ),
  fault(
    'a token of a machine for another service is taken',
    [edit(VERIFIER, 'return isForOthers ? null : token;', 'return isForOthers ? token : token;')],
    'src/auth/clerk-token-verifier.spec.ts',
    'for this service only',
  ),
  fault(
    'what Clerk said of a token is believed for long',
    [edit(VERIFIER, 'const BELIEVED_MS = 30_000;', 'const BELIEVED_MS = 3_600_000;')],
    'src/auth/clerk-token-verifier.spec.ts',
    'believes an answer for 30 seconds',
  ),
  fault(
    'a revoked token of Clerk holds',
    [edit(TOKENS, "if (token.flag('revoked') || token.flag('expired')) return null;", '')],
    'src/auth/clerk-token-verifier.spec.ts',
    'believes an answer for 30 seconds',
  ),
  {
    ...fault('a token of Clerk opens the account of somebody else', [], CLERK_SPEC, 'for nobody else'),
    sql: ofClerk('u.clerk_id end', 'p_subject end'),
  },
  {
    ...fault(
      'an API key of another organization opens an account',
      [],
      CLERK_SPEC,
      'that organization alone',
    ),
    sql: ofClerk('then o.clerk_id', 'then p_subject'),
  },
];

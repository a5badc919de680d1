import type { AppError } from '#libs/http';
import type { AccessRecord } from './access-directory.js';
import { withRole } from './access.rule.js';
import { authErrors } from './auth.errors.js';
import type { SessionClaims } from './session-claims.js';
import { faultsOfSignIn, type SignIn, type SignInFault } from './sign-in-policy.rule.js';

/** What of a record counts under the sign-in policies, and what they take away. */
export interface SignedInRecord {
  /** Without the roles that a policy takes away. */
  readonly record: AccessRecord;
  /** Rules of the platform's policy that are not met; empty for everybody but its staff. */
  readonly platformFaults: readonly SignInFault[];
  /** Why roles on the platform do not count, or null. */
  readonly platformRefusal: AppError | null;
  /** Why the organization is closed to its own people, or null. */
  readonly organizationRefusal: AppError | null;
}

/** The sign-in of a request, as its token and the look-up tell of it. */
export function signInOf(
  claims: Pick<SessionClaims, 'factorAges' | 'strategies'>,
  { sessionBeganAt }: Pick<AccessRecord, 'sessionBeganAt'>,
  address: string,
): SignIn {
  return { factorAges: claims.factorAges, strategies: claims.strategies, sessionBeganAt, address };
}

/**
 * Takes away what a sign-in does not open: by the platform's policy the roles of its staff, by the organization's everything
 * that is held in it. What staff hold on the platform opens an organization whatever that one's policy is: it is support
 * access, and the platform's policy holds for it.
 */
export function judgeSignIn(found: AccessRecord, signIn: SignIn): SignedInRecord {
  const { platform, organization } = found.signInPolicies;
  const now = found.lookedUpAt;
  const platformFaults = found.platformRoles.length === 0 ? [] : faultsOfSignIn(platform, signIn, now);
  const organizationFaults = holdsInside(found) ? faultsOfSignIn(organization, signIn, now) : [];
  const staff = platformFaults.length === 0 ? found : { ...found, platformRoles: [] };
  return {
    record: organizationFaults.length === 0 ? staff : withRole(staff, null),
    platformFaults,
    platformRefusal: refusalBy('platform', platformFaults),
    organizationRefusal: refusalBy('organization', organizationFaults),
  };
}

/** Whether a policy that applies asks when the session began, of which nothing told yet. */
export function needsBeginning({ sessionBeganAt, signInPolicies }: AccessRecord): boolean {
  const { platform, organization } = signInPolicies;
  return sessionBeganAt === null && (platform?.maxSessionMinutes ?? organization?.maxSessionMinutes) != null;
}

/** What a policy of the organization could take away. */
function holdsInside({ organization, property }: AccessRecord): boolean {
  if (organization === null) return false;
  return organization.role !== null || organization.grants.length + (property?.grants.length ?? 0) > 0;
}

function refusalBy(whose: 'platform' | 'organization', faults: readonly SignInFault[]): AppError | null {
  const [first] = faults;
  return first === undefined ? null : authErrors.signInRefused(first, whose, faults);
}

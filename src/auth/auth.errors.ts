import type { BreakGlassFault } from '#libs/break-glass';
import { ClerkUnavailableError } from '#libs/clerk';
import { AppError } from '#libs/http';
import type { Permission } from './permission-catalogue.js';
import type { KeyFault, MissingSide } from './service-account-faults.js';
import type { SignInFault } from './sign-in-policy.rule.js';

const KEY_DETAILS: Partial<Record<KeyFault, string>> = {
  expired: 'The key has expired; have it rotated by somebody who manages service accounts.',
  revoked: 'The key was revoked; have another one made by somebody who manages service accounts.',
  not_accepted:
    'Tokens of Clerk of this kind are not taken here; switch it on (CLERK_ACCEPTED_TOKENS), or use a key of a service account.',
  not_linked:
    'Clerk knows this token, and it is linked to no service account or agent here: link it to one by the id that Clerk gave it.',
  issuer_gone: 'Whoever made the key may not act any more; have another one made by somebody who may.',
};

const BREAK_GLASS_DETAILS: Partial<Record<BreakGlassRefusal, string>> = {
  not_yet_valid: 'The break-glass token does not hold yet; compare the clocks.',
  expired: 'The break-glass token has expired; make another one.',
  used: 'The break-glass token was used: each opens one request. Take the next one.',
};

const SIDES: Readonly<Record<MissingSide, string>> = {
  not_given: 'Nobody gave it to the service account.',
  giver_lacks: 'The service account was given it, but whoever gave it does not hold it any more.',
  issuer_lacks: 'The service account was given it, but whoever made this key does not hold it any more.',
  out_of_scope: 'The API key of Clerk names scopes, and this one is not among them.',
  withheld: 'No service account of this kind may hold it.',
};

const SIGN_IN_REMEDIES: Readonly<Record<SignInFault, string>> = {
  network_refused:
    'opens from the networks that it names only: connect from one of them, or ask an owner to add this one',
  sign_in_method_refused:
    'allows other ways to sign in than the one that was used: sign out, and in again in one that it names',
  second_factor_required:
    'asks for a second factor: set one up at the sign-in page if you have none, then sign in again with it',
  session_too_old: 'asks for a younger session: sign out, and in again',
};

/** Why a break-glass token opens nothing. `shut_out`: its person may not act, or was signed out since. */
export type BreakGlassRefusal = BreakGlassFault | 'shut_out' | 'used';

/** What somebody does whose sign-in a policy refuses. */
export function signInRemedy(fault: SignInFault, whose: 'platform' | 'organization'): string {
  return `The sign-in policy of the ${whose} ${SIGN_IN_REMEDIES[fault]}.`;
}

/** The answers of the guard. Refusals of credentials have one body; only the challenge names the class of the fault. */
export const authErrors = {
  noCredentials: () =>
    new AppError('unauthenticated', 401, 'Send a session token as "Authorization: Bearer <token>".'),
  badCredentials: (challenge: string, cause?: unknown) =>
    new AppError('invalid_token', 401, 'The session token is not valid here, or no longer.', {
      headers: { 'www-authenticate': challenge },
      cause,
    }),
  /** Whoever sends a whole key holds it, so the reason may be told; an unknown one and half a key read the same. */
  badKey: (fault: KeyFault) =>
    new AppError('invalid_key', 401, KEY_DETAILS[fault] ?? 'The key is not valid here.', {
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    }),
  /** Whoever sends a signed one may hear why it does not hold; all others read the same. */
  badBreakGlass: (fault: BreakGlassRefusal) =>
    new AppError(
      'invalid_break_glass_token',
      401,
      BREAK_GLASS_DETAILS[fault] ?? 'The break-glass token is not valid here.',
      { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
    ),
  closedToBreakGlass: () =>
    new AppError(
      'closed_to_break_glass',
      403,
      'No break-glass token opens this: it reads and takes away, and does nothing else.',
    ),
  clerkAnswers: () =>
    new AppError(
      'clerk_answers',
      403,
      'Clerk can be asked now, so that no break-glass token opens anything. Sign in.',
    ),
  signInRefused: (fault: SignInFault, whose: 'platform' | 'organization', faults: readonly SignInFault[]) =>
    new AppError(
      fault,
      403,
      signInRemedy(fault, whose),
      // All of them, so that nobody mends one to hear of the next.
      { extensions: { policyOf: whose, refusedBy: faults } },
    ),
  networkRefused: () =>
    new AppError(
      'network_refused',
      403,
      'The key may not be used from this network; its list and the sign-in policy of its organization say from which.',
    ),
  notOnStagingList: () =>
    new AppError(
      'not_on_staging_list',
      403,
      'This is a staging service, and you are not on the list of those who may use it. Whoever runs it adds an address, a role or an organization to STAGING_ACCESS.',
    ),
  keyInUrl: () =>
    new AppError(
      'key_in_url',
      400,
      'A key stands in the URL, where proxies and logs keep it: treat it as leaked, revoke it, and send the next one as "Authorization: Bearer <key>".',
    ),
  noPage: () =>
    new AppError(
      'no_page',
      422,
      'That is the address of no page: name the path of /docs, of the record of processing or of an account of usage.',
    ),
  peopleOnly: () =>
    new AppError(
      'people_only',
      403,
      'This is for people who are signed in; no key of a service account opens it.',
    ),
  pendingSession: () =>
    new AppError(
      'session_pending',
      403,
      'Finish signing in first: the session has an open task at the sign-in page.',
    ),
  directoryUnavailable: (cause: unknown) =>
    new AppError(
      'identity_provider_unavailable',
      503,
      'You are not known here yet and Clerk cannot be asked now.',
      {
        headers: { 'Retry-After': '5' },
        cause,
      },
    ),
  /** Before the mirror is filled for the first time, a 404 or an empty list would be taken for an answer. */
  notSeeded: () =>
    new AppError(
      'not_seeded',
      503,
      'This service has not read your organizations from Clerk yet; ask again in a few seconds. Whoever runs it sees how far it is in GET /health, and fills it with `tenantry adopt --apply`.',
      { headers: { 'Retry-After': '5' } },
    ),
  /** Clerk's own tokens are worth what Clerk says of them now. */
  tokenInDoubt: (cause: unknown) =>
    new AppError(
      'identity_provider_unavailable',
      503,
      'Clerk cannot be asked now whether this token holds. Try again, or use a key of a service account (tnt_…).',
      {
        headers: {
          'Retry-After': String(
            (cause instanceof ClerkUnavailableError ? cause.retryAfterSeconds : null) ?? 5,
          ),
        },
        cause,
      },
    ),
  /** The same for what does not exist and for what the caller may not know of. */
  notFound: () => new AppError('not_found', 404, 'There is nothing here, or nothing that you may know of.'),
  permissionMissing: (permission: Permission) =>
    new AppError('permission_missing', 403, `This needs the permission ${permission} here.`),
  rightMissing: (permission: Permission, side: MissingSide) =>
    new AppError('permission_missing', 403, `This needs the permission ${permission} here. ${SIDES[side]}`, {
      extensions: { missing: side },
    }),
  roleMissing: (role: string) => new AppError('role_missing', 403, `This needs the role ${role} here.`),
  reasonRequired: () =>
    new AppError(
      'access_reason_required',
      403,
      "Say why you open a customer's data, in the header X-Access-Reason (3 to 500 characters, as UTF-8 or as an ext-value of RFC 8187). The customer sees it.",
    ),
  otherOrganizationActive: () =>
    new AppError(
      'organization_mismatch',
      403,
      'Make this organization the active one at the sign-in page first; your token names another one or none.',
    ),
  organizationSuspended: () =>
    new AppError('organization_suspended', 403, 'The organization is suspended; ask the platform staff.'),
  impersonated: () =>
    new AppError('impersonation_refused', 403, 'Nobody may do this in another person’s name.'),
  stepUpRequired: (level: 'first_factor' | 'second_factor') =>
    new AppError('reverification_required', 403, 'Prove again who you are, then repeat the request.', {
      // The shape in which Clerk's own components expect the hint.
      extensions: {
        clerk_error: {
          type: 'forbidden',
          reason: 'reverification-error',
          metadata: { reverification: { level, afterMinutes: 10 } },
        },
      },
    }),
  undeclaredRoute: () => new AppError('route_undeclared', 403, 'This route declares nobody who may call it.'),
} as const;

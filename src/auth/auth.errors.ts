import { AppError } from '#libs/http';
import type { Permission } from './permission-catalogue.js';

/** The answers of the guard. Refusals of credentials have one body; only the challenge names the class of the fault. */
export const authErrors = {
  noCredentials: () =>
    new AppError('unauthenticated', 401, 'Send a session token as "Authorization: Bearer <token>".'),
  badCredentials: (challenge: string, cause?: unknown) =>
    new AppError('invalid_token', 401, 'The session token is not valid here, or no longer.', {
      headers: { 'www-authenticate': challenge },
      cause,
    }),
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
  /** The same for what does not exist and for what the caller may not know of. */
  notFound: () => new AppError('not_found', 404, 'There is nothing here, or nothing that you may know of.'),
  permissionMissing: (permission: Permission) =>
    new AppError('permission_missing', 403, `This needs the permission ${permission} here.`),
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

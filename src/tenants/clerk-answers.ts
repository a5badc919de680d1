import { authErrors } from '#auth';
import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from '#libs/clerk';
import type { AppError } from '#libs/http';
import { tenantsErrors } from './tenants.errors.js';

/** Clerk's refusals that a caller can do something about; anything else is a fault of ours and stays one. */
const REFUSALS: Readonly<Record<string, () => AppError>> = {
  resource_not_found: authErrors.notFound,
  already_a_member_in_organization: tenantsErrors.alreadyMember,
  organization_minimum_permissions_needed: tenantsErrors.lastOwner,
  organization_membership_quota_exceeded: tenantsErrors.seatsTaken,
  form_identifier_exists: tenantsErrors.slugTaken,
  organization_role_not_found: tenantsErrors.unknownRole,
};

/**
 * A call to Clerk while somebody waits for the answer.
 * @throws AppError 503 when Clerk does not answer or answers what cannot be believed, or what its refusal means here
 */
export async function askClerk<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ClerkUnavailableError || error instanceof ClerkSchemaError)
      throw tenantsErrors.clerkUnavailable({ cause: error });
    if (error instanceof ClerkRefusedError) {
      for (const code of error.codes) {
        const refusal = REFUSALS[code];
        if (refusal !== undefined) throw refusal();
      }
    }
    throw error;
  }
}

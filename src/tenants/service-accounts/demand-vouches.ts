import type { Caller } from '#auth';
import { tenantsErrors } from '../tenants.errors.js';

/**
 * Whoever is here by support access vouches for nothing: a service account holds what its giver holds in the organization
 * itself, and what staff holds on the platform asks for a reason each time.
 * @throws AppError 403
 */
export function demandVouches({ accessReason }: Caller): void {
  if (accessReason !== null) throw tenantsErrors.staffCannotVouch();
}

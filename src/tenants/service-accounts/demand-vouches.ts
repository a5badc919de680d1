import type { Caller } from '#auth';
import { tenantsErrors } from '../tenants.errors.js';
import type { ServiceAccount } from './service-account.entity.js';

/**
 * Whoever is here by support access vouches for nothing: a service account holds what its giver holds in the organization
 * itself, and what staff holds on the platform asks for a reason each time.
 * @throws AppError 403
 */
export function demandVouches({ accessReason }: Caller): void {
  if (accessReason !== null) throw tenantsErrors.staffCannotVouch();
}

/**
 * Nobody else gives something to an agent or makes a key of it: what it does is done in one member's name.
 * @throws AppError 403
 */
export function demandOfOrganization({ onBehalfOf }: Pick<ServiceAccount, 'onBehalfOf'>): void {
  if (onBehalfOf !== null) throw tenantsErrors.agentOfMember();
}

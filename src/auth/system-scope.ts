import type { OrganizationScope, SystemScope } from '#libs/database';
import { provenOrganization, provenSystem } from '#libs/database/scopes';

/** The parts of the service that act without a person; each is named in the audit log. */
export type SystemName =
  | 'webhooks'
  | 'mirror'
  | 'jobs'
  | 'auth'
  | 'files'
  | 'scheduler'
  | 'reconciliation'
  | 'privacy'
  | 'permissions'
  | 'sign-in'
  | 'setup'
  | 'usage'
  | 'audit'
  | 'events'
  | 'health'
  | 'accounts';

/** The only way to a scope without a person behind it: for webhooks, jobs and the guard's own bookkeeping. */
export function systemScope(name: SystemName): SystemScope {
  return provenSystem(name);
}

/** Gives up everything but one organization: for work of the system that must not see another tenant's row. */
export function narrowedTo(_system: SystemScope, organizationId: string): OrganizationScope {
  return provenOrganization(organizationId);
}

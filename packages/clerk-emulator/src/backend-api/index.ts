/**
 * Clerk's Backend API: one file per resource, each adding its operations.
 */
import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { addressVerificationRoutes } from './address-verification.js';
import { billingRoutes } from './billing.js';
import { enterpriseConnectionRoutes } from './enterprise-connections.js';
import { machineRoutes } from './machines.js';
import { oauthApplicationRoutes } from './oauth-applications.js';
import { signUpAdministrationRoutes } from './sign-ups.js';
import { machineCredentialRoutes } from './machine-credentials.js';
import { addressRoutes } from './addresses.js';
import { clientRoutes } from './clients.js';
import { emailAddressRoutes } from './email-addresses.js';
import { identifierListRoutes } from './identifier-lists.js';
import { instanceRoutes } from './instance.js';
import { invitationRoutes } from './invitations.js';
import { jwksRoutes } from './jwks.js';
import { jwtTemplateRoutes } from './jwt-templates.js';
import { membershipRoutes } from './memberships.js';
import { organizationDomainRoutes } from './organization-domains.js';
import { organizationInvitationRoutes } from './organization-invitations.js';
import { organizationPermissionRoutes } from './organization-permissions.js';
import { organizationRoleRoutes } from './organization-roles.js';
import { organizationRoutes } from './organizations.js';
import { phoneNumberRoutes } from './phone-numbers.js';
import { roleSetRoutes } from './role-sets.js';
import { sessionRoutes } from './sessions.js';
import { signInTicketRoutes } from './sign-in-tickets.js';
import { userCredentialRoutes } from './user-credentials.js';
import { userRoutes } from './users.js';
import { waitlistRoutes } from './waitlist-entries.js';

const RESOURCES = [
  userRoutes,
  userCredentialRoutes,
  emailAddressRoutes,
  phoneNumberRoutes,
  organizationRoutes,
  membershipRoutes,
  organizationInvitationRoutes,
  organizationDomainRoutes,
  organizationRoleRoutes,
  organizationPermissionRoutes,
  roleSetRoutes,
  sessionRoutes,
  clientRoutes,
  invitationRoutes,
  signInTicketRoutes,
  identifierListRoutes,
  waitlistRoutes,
  instanceRoutes,
  jwtTemplateRoutes,
  addressRoutes,
  signUpAdministrationRoutes,
  addressVerificationRoutes,
  machineRoutes,
  oauthApplicationRoutes,
  enterpriseConnectionRoutes,
  billingRoutes,
  jwksRoutes,
];

export { machineCredentialRoutes };

/** Adds every operation of the Backend API that lives under `/v1` and takes the secret key. */
export function backendApiRoutes(route: Register, core: EmulatorCore): void {
  for (const add of RESOURCES) add(route, core);
}

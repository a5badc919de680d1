/**
 * Clerk's Backend API: one file per resource, each adding its operations.
 */
import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { jwksRoutes } from './jwks.js';
import { membershipRoutes } from './memberships.js';
import { organizationInvitationRoutes } from './organization-invitations.js';
import { organizationRoutes } from './organizations.js';
import { sessionRoutes } from './sessions.js';
import { userRoutes } from './users.js';

const RESOURCES = [
  userRoutes,
  organizationRoutes,
  membershipRoutes,
  organizationInvitationRoutes,
  sessionRoutes,
  jwksRoutes,
];

/** Adds every operation of the Backend API. */
export function backendApiRoutes(route: Register, core: EmulatorCore): void {
  for (const add of RESOURCES) add(route, core);
}

import type { EmulatorCore } from '../emulator-core.js';
import { changeTime } from '../emulator-core.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { hasAdministrator, isAdministrative, membershipShape } from '../shapes/organization.shape.js';
import { findRole } from '../shapes/role.shape.js';
import type { JsonObject, MembershipRecord, OrganizationRecord } from '../state/records.js';
import { changeSession } from './session-operations.js';
import { getUser } from './user-operations.js';

export interface NewMembership {
  organization: OrganizationRecord;
  userId: string;
  role: string;
  publicMetadata?: JsonObject | undefined;
  privateMetadata?: JsonObject | undefined;
}

/** The membership of a user in an organization, if there is one. */
export function findMembership(
  core: EmulatorCore,
  organizationId: string,
  userId: string,
): MembershipRecord | undefined {
  return core.state.memberships.one('pair', `${organizationId} ${userId}`);
}

export function getMembership(core: EmulatorCore, organizationId: string, userId: string): MembershipRecord {
  const membership = findMembership(core, organizationId, userId);
  if (!membership) throw notFound('organization membership', userId);
  return membership;
}

/** 404 unless the role exists and is in the organization's role set. */
export function requireRole(core: EmulatorCore, organization: OrganizationRecord, role: string): void {
  const set = core.state.documents.one('lookup', `role_set ${organization.role_set_key}`);
  const known = findRole(core, role);
  if (!known) throw notFound('organization role', role);
  if (!set || (set.body['roles'] as string[]).includes(known.id)) return;
  throw clerkError(
    404,
    'resource_not_found',
    'not found',
    `Role ${role} is not in the role set ${organization.role_set_key} of the organization.`,
  );
}

/** 403 when the organization is full. A limit of 0 means no limit; invitations that wait count too. */
export function refuseFullOrganization(
  core: EmulatorCore,
  organization: OrganizationRecord,
  adding: number,
): void {
  const limit = organization.max_allowed_memberships;
  if (limit === 0) return;
  const members = core.state.memberships.count('organization', organization.id);
  if (members + adding <= limit) return;
  throw clerkError(
    403,
    'organization_membership_quota_exceeded',
    'organization membership quota exceeded',
    `You have reached your limit of ${limit} organization memberships, including outstanding invitations.`,
  );
}

/** Makes somebody a member. 400 `already_a_member_in_organization`, 403 when full, 404 for an unknown role. */
export function createMembership(core: EmulatorCore, input: NewMembership): MembershipRecord {
  const { organization } = input;
  getUser(core, input.userId);
  requireRole(core, organization, input.role);
  if (findMembership(core, organization.id, input.userId)) {
    throw clerkError(
      400,
      'already_a_member_in_organization',
      'already a member',
      `User ${input.userId} is already a member of the organization.`,
    );
  }
  refuseFullOrganization(core, organization, 1);
  const now = core.clock.now();
  const membership = core.state.memberships.put({
    id: core.ids.next('orgmem', now),
    organization_id: organization.id,
    user_id: input.userId,
    role: input.role,
    public_metadata: input.publicMetadata ?? {},
    private_metadata: input.privateMetadata ?? {},
    created_at: now,
    updated_at: now,
  });
  core.events.emit('organizationMembership.created', membershipShape(core, membership));
  return membership;
}

/** Changes a membership; refuses to demote the last administrator. */
export function changeMembership(
  core: EmulatorCore,
  before: MembershipRecord,
  changes: Partial<Pick<MembershipRecord, 'role' | 'public_metadata' | 'private_metadata'>>,
): MembershipRecord {
  if (changes.role !== undefined && !isAdministrative(core, changes.role))
    refuseLastAdministrator(core, before);
  const membership = core.state.memberships.put({
    ...before,
    ...changes,
    updated_at: changeTime(core, before),
  });
  core.events.emit('organizationMembership.updated', membershipShape(core, membership));
  return membership;
}

/** Removes a member and clears the organization from their sessions. Gives the membership as it was. */
export function deleteMembership(core: EmulatorCore, membership: MembershipRecord): JsonObject {
  refuseLastAdministrator(core, membership);
  core.state.memberships.delete(membership.id);
  for (const session of core.state.sessions.by('user', membership.user_id)) {
    if (session.last_active_organization_id === membership.organization_id) {
      changeSession(core, session, { last_active_organization_id: null });
    }
  }
  const shape = membershipShape(core, membership);
  core.events.emit('organizationMembership.deleted', shape);
  return shape;
}

function refuseLastAdministrator(core: EmulatorCore, membership: MembershipRecord): void {
  const { organization_id: id } = membership;
  if (!hasAdministrator(core, id) || hasAdministrator(core, id, membership)) return;
  throw clerkError(
    400,
    'organization_minimum_permissions_needed',
    'minimum permissions needed',
    'There has to be at least one organization member with the minimum required permissions.',
  );
}

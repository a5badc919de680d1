import type { EmulatorCore } from '../emulator-core.js';
import { changeTime } from '../emulator-core.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { organizationInvitationShape, publicOrganizationShape } from '../shapes/organization.shape.js';
import { randomText } from '../state/id-generator.js';
import type { JsonObject, OrganizationInvitationRecord, OrganizationRecord } from '../state/records.js';
import { findMembership, refuseFullOrganization, requireRole } from './membership-operations.js';
import { findUserByEmail, getUser } from './user-operations.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

export interface NewInvitation {
  emailAddress: string;
  role: string;
  inviterId?: string | undefined;
  publicMetadata?: JsonObject | undefined;
  privateMetadata?: JsonObject | undefined;
  redirectUrl?: string | undefined;
  expiresInDays?: number | undefined;
}

/** The invitation, its expiry taken into account. */
export function getInvitation(core: EmulatorCore, id: string): OrganizationInvitationRecord {
  const invitation = core.state.organizationInvitations.get(id);
  if (!invitation) throw notFound('organization invitation', id);
  return expireIfDue(core, invitation);
}

/** The invitations of an organization, their expiry taken into account. */
export function invitationsOf(core: EmulatorCore, organizationId: string): OrganizationInvitationRecord[] {
  return core.state.organizationInvitations
    .by('organization', organizationId)
    .map((invitation) => expireIfDue(core, invitation));
}

/** Clerk has no event for the expiry of an invitation; its status changes all the same. */
export function expireIfDue(
  core: EmulatorCore,
  invitation: OrganizationInvitationRecord,
): OrganizationInvitationRecord {
  if (invitation.status !== 'pending' || invitation.expires_at > core.clock.now()) return invitation;
  return core.state.organizationInvitations.put({
    ...invitation,
    status: 'expired',
    updated_at: Math.max(invitation.expires_at, invitation.updated_at + 1),
  });
}

/** Throws what Clerk answers when these people cannot be invited; nothing is stored. */
export function checkInvitations(
  core: EmulatorCore,
  organization: OrganizationRecord,
  inputs: readonly NewInvitation[],
): void {
  const pending = invitationsOf(core, organization.id).filter(({ status }) => status === 'pending');
  refuseFullOrganization(core, organization, pending.length + inputs.length);
  const waiting = new Set(pending.map((invitation) => invitation.email_address));
  for (const input of inputs) {
    requireRole(core, organization, input.role);
    const address = input.emailAddress.toLowerCase();
    if (input.inviterId !== undefined) requireMember(core, organization.id, input.inviterId);
    const invited = findUserByEmail(core, address);
    if (invited && findMembership(core, organization.id, invited.id)) {
      throw clerkError(
        400,
        'already_a_member_in_organization',
        'already a member',
        `${address} is already a member of the organization.`,
      );
    }
    if (waiting.has(address)) {
      throw clerkError(
        400,
        'duplicate_record',
        'duplicate invitation',
        `There are already pending invitations for the following email addresses: ${address}`,
        { email_addresses: [address] },
      );
    }
    waiting.add(address);
  }
}

/** Stores a checked invitation and tells the webhooks. */
export function createInvitation(
  core: EmulatorCore,
  organization: OrganizationRecord,
  input: NewInvitation,
): OrganizationInvitationRecord {
  const now = core.clock.now();
  const invitation = core.state.organizationInvitations.put({
    id: core.ids.next('orginv', now),
    organization_id: organization.id,
    email_address: input.emailAddress.toLowerCase(),
    role: input.role,
    inviter_id: input.inviterId ?? null,
    status: 'pending',
    public_metadata: input.publicMetadata ?? {},
    private_metadata: input.privateMetadata ?? {},
    redirect_url: input.redirectUrl ?? null,
    ticket: randomText(48),
    accepted_by: null,
    expires_at: now + (input.expiresInDays ?? DEFAULT_DAYS) * DAY_MS,
    created_at: now,
    updated_at: now,
  });
  emitInvitation(core, 'organizationInvitation.created', invitation);
  return invitation;
}

/** Takes an invitation back. 400 `organization_invitation_not_pending` when it is settled already. */
export function revokeInvitation(
  core: EmulatorCore,
  invitation: OrganizationInvitationRecord,
  requestedBy?: string,
): OrganizationInvitationRecord {
  if (requestedBy !== undefined) requireMember(core, invitation.organization_id, requestedBy);
  if (invitation.status !== 'pending') {
    throw clerkError(
      400,
      'organization_invitation_not_pending',
      'not pending',
      `The organization invitation is ${invitation.status} and cannot be revoked.`,
    );
  }
  const revoked = settle(core, invitation, { status: 'revoked' });
  emitInvitation(core, 'organizationInvitation.revoked', revoked);
  return revoked;
}

/** Changes the status of an invitation without an event. */
export function settle(
  core: EmulatorCore,
  invitation: OrganizationInvitationRecord,
  changes: Partial<OrganizationInvitationRecord>,
): OrganizationInvitationRecord {
  const updated_at = changeTime(core, invitation);
  return core.state.organizationInvitations.put({ ...invitation, ...changes, updated_at });
}

/** The invitation as its events carry it, with the organization in a `data` of its own. */
export function emitInvitation(
  core: EmulatorCore,
  type: string,
  invitation: OrganizationInvitationRecord,
  extras: JsonObject = {},
): void {
  const organization = core.state.organizations.get(invitation.organization_id);
  core.events.emit(type, {
    ...organizationInvitationShape(core, invitation),
    ...(organization && { data: { public_organization_data: publicOrganizationShape(organization) } }),
    ...extras,
  });
}

function requireMember(core: EmulatorCore, organizationId: string, userId: string): void {
  getUser(core, userId);
  if (findMembership(core, organizationId, userId)) return;
  throw clerkError(
    403,
    'not_a_member_in_organization',
    'not a member',
    `User ${userId} is not a member of the organization.`,
  );
}

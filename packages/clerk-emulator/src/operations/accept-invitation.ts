import type { EmulatorCore } from '../emulator-core.js';
import { clerkError } from '../server/clerk-error.js';
import type { OrganizationInvitationRecord, UserRecord } from '../state/records.js';
import { emitInvitation, settle } from './invitation-operations.js';
import { createMembership, findMembership } from './membership-operations.js';
import { getOrganization } from './organization-operations.js';
import { changeUser, createUser, findUserByEmail, newEmailAddress } from './user-operations.js';

/** Who accepts; without an address it is the invited one. */
export interface AcceptingPerson {
  emailAddress?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
}

/** 409 unless the invitation still waits for an answer. */
export function requirePending(invitation: OrganizationInvitationRecord): void {
  if (invitation.status === 'pending') return;
  throw clerkError(
    409,
    `organization_invitation_${invitation.status}`,
    `invitation ${invitation.status}`,
    `The organization invitation is ${invitation.status}.`,
  );
}

/**
 * A person accepts: the user is found or made, the e-mail address counts as verified (they came through its ticket),
 * they become a member with the role and the metadata of the invitation. Webhooks as in Clerk's own flow.
 */
export function acceptInvitation(
  core: EmulatorCore,
  invitation: OrganizationInvitationRecord,
  person: AcceptingPerson = {},
): UserRecord {
  requirePending(invitation);
  const organization = getOrganization(core, invitation.organization_id);
  const user = acceptingUser(core, person, invitation.email_address);
  const accepted = settle(core, invitation, { status: 'accepted', accepted_by: user.id });
  emitInvitation(core, 'organizationInvitation.accepted', accepted, { user_id: user.id });
  if (!findMembership(core, organization.id, user.id)) {
    createMembership(core, {
      organization,
      userId: user.id,
      role: invitation.role,
      publicMetadata: invitation.public_metadata,
      privateMetadata: invitation.private_metadata,
    });
  }
  return user;
}

function acceptingUser(core: EmulatorCore, person: AcceptingPerson, invitedAddress: string): UserRecord {
  const address = (person.emailAddress ?? invitedAddress).toLowerCase();
  const user = findUserByEmail(core, address);
  if (!user) {
    return createUser(core, {
      first_name: person.firstName ?? null,
      last_name: person.lastName ?? null,
      email_addresses: [newEmailAddress(core, address, { status: 'verified', strategy: 'ticket' })],
    });
  }
  const unverified = user.email_addresses.some(
    (email) => email.email_address === address && email.verification?.status !== 'verified',
  );
  if (!unverified) return user;
  return changeUser(core, user, {
    email_addresses: user.email_addresses.map((email) =>
      email.email_address === address
        ? { ...email, verification: { status: 'verified', strategy: 'ticket' }, updated_at: core.clock.now() }
        : email,
    ),
  });
}

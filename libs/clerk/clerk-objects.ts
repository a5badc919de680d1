import { mirroredEmail } from '#libs/email';
import { ClerkSchemaError } from './clerk-errors.js';
import { FieldReader } from './field-reader.js';
import { markOf } from './mark.js';

export interface ClerkEmailAddress {
  readonly id: string;
  /** In the one form of `mirroredEmail`. */
  readonly emailAddress: string;
  readonly verified: boolean;
}

export interface ClerkUser {
  readonly id: string;
  readonly externalId: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly primaryEmailAddressId: string | null;
  readonly emailAddresses: readonly ClerkEmailAddress[];
  readonly banned: boolean;
  readonly twoFactorEnabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ClerkOrganization {
  readonly id: string;
  readonly name: string;
  readonly slug: string | null;
  /** 0 or null: no limit. */
  readonly maxAllowedMemberships: number | null;
  /** The mark of the request of ours that made it; null when another hand did. */
  readonly mark: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ClerkMembership {
  readonly id: string;
  readonly role: string;
  readonly organization: ClerkOrganization;
  readonly userId: string;
  /** The mark of the request of ours that made it; null when another hand did. */
  readonly mark: string | null;
  /**
   * Our id of the invitation that it grew out of, when we made that: Clerk hands an invitation's metadata on to the
   * membership.
   */
  readonly ownId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ClerkInvitation {
  readonly id: string;
  readonly organizationId: string;
  /** In the one form of `mirroredEmail`. */
  readonly emailAddress: string;
  readonly role: string;
  readonly status: 'pending' | 'accepted' | 'revoked' | 'expired';
  /** Our own id of it, when we made it. */
  readonly ownId: string | null;
  /** The member who made it; null when nobody did, as on Clerk's dashboard. */
  readonly inviterId: string | null;
  /** Who accepted it; only the event of the acceptance tells. */
  readonly acceptedBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date | null;
}

export interface ClerkSession {
  readonly id: string;
  readonly userId: string;
  readonly status: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastActiveAt: Date | null;
  readonly expiresAt: Date | null;
  /** Who really acts in the person's name, by the `sub` of Clerk's `actor`; null unless somebody does. */
  readonly impersonator: string | null;
}

export interface ClerkDeleted {
  readonly id: string;
}

export function readUser(value: unknown): ClerkUser {
  const user = new FieldReader(value, 'user').ofItsKind();
  return {
    id: user.id('id', 'user_'),
    externalId: user.optionalText('external_id'),
    firstName: user.optionalText('first_name'),
    lastName: user.optionalText('last_name'),
    primaryEmailAddressId: user.optionalText('primary_email_address_id'),
    emailAddresses: user.list('email_addresses', readEmailAddress),
    banned: user.flag('banned'),
    twoFactorEnabled: user.optionalFlag('two_factor_enabled'),
    createdAt: user.time('created_at'),
    updatedAt: user.time('updated_at'),
  };
}

function readEmailAddress(value: unknown): ClerkEmailAddress {
  const address = new FieldReader(value, 'email_address');
  return {
    // Clerk's schema lets an address be without an id; it is the primary one by none then.
    id: address.optionalText('id') ?? '',
    emailAddress: mirroredEmail(address.text('email_address')),
    verified: address.optionalObject('verification')?.optionalText('status') === 'verified',
  };
}

export function readOrganization(value: unknown): ClerkOrganization {
  return readOrganizationFields(new FieldReader(value, 'organization').ofItsKind());
}

function readOrganizationFields(organization: FieldReader): ClerkOrganization {
  return {
    id: organization.id('id', 'org_'),
    name: organization.text('name'),
    slug: organization.optionalText('slug'),
    maxAllowedMemberships: organization.optionalInteger('max_allowed_memberships'),
    mark: markOf(organization),
    createdAt: organization.time('created_at'),
    updatedAt: organization.time('updated_at'),
  };
}

export function readMembership(value: unknown): ClerkMembership {
  const membership = new FieldReader(value, 'organization_membership').ofItsKind();
  return {
    id: membership.id('id', 'orgmem_'),
    role: membership.text('role'),
    organization: readOrganizationFields(membership.object('organization')),
    userId: membership.object('public_user_data').id('user_id', 'user_'),
    mark: markOf(membership),
    ownId: ownIdIn(membership),
    createdAt: membership.time('created_at'),
    updatedAt: membership.time('updated_at'),
  };
}

const INVITATION_STATUSES = ['pending', 'accepted', 'revoked', 'expired'] as const;

export function readInvitation(value: unknown): ClerkInvitation {
  const invitation = new FieldReader(value, 'organization_invitation').ofItsKind();
  const status = INVITATION_STATUSES.find((known) => known === invitation.text('status'));
  if (status === undefined) throw new ClerkSchemaError('organization_invitation.status is unknown');
  return {
    id: invitation.id('id', 'orginv_'),
    organizationId: invitation.id('organization_id', 'org_'),
    emailAddress: mirroredEmail(invitation.text('email_address')),
    role: invitation.text('role'),
    status,
    ownId: ownIdIn(invitation),
    inviterId: invitation.optionalText('inviter_id'),
    acceptedBy: status === 'accepted' ? invitation.optionalText('user_id') : null,
    createdAt: invitation.time('created_at'),
    updatedAt: invitation.time('updated_at'),
    expiresAt: invitation.optionalTime('expires_at'),
  };
}

function ownIdIn(object: FieldReader): string | null {
  const ownId = object.optionalObject('private_metadata')?.raw(OWN_ID);
  return typeof ownId === 'string' ? ownId : null;
}

/** Key in a Clerk invitation's private metadata under which our id of the same invitation stands. */
export const OWN_ID = 'tenantry_invitation_id';

export function readSession(value: unknown): ClerkSession {
  const session = new FieldReader(value, 'session').ofItsKind();
  const actor = session.optionalObject('actor');
  return {
    id: session.id('id', 'sess_'),
    userId: session.id('user_id', 'user_'),
    status: session.text('status'),
    createdAt: session.time('created_at'),
    updatedAt: session.time('updated_at'),
    lastActiveAt: session.optionalTime('last_active_at'),
    expiresAt: session.optionalTime('expire_at'),
    // Somebody acts, whatever the actor says of themselves.
    impersonator: actor === null ? null : (actor.optionalText('sub') ?? 'unknown'),
  };
}

/** A deletion says little more than whose it is; a membership's carries the whole membership instead. */
export function readDeleted(value: unknown, prefix: string): ClerkDeleted {
  return { id: new FieldReader(value, 'deleted object').id('id', prefix) };
}

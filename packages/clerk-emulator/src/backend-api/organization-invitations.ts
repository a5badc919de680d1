import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { Fields } from '../server/fields.js';
import { slice, sortBy, type Query } from '../server/query.js';
import {
  checkInvitations,
  createInvitation,
  expireIfDue,
  getInvitation,
  invitationsOf,
  revokeInvitation,
  type NewInvitation,
} from '../operations/invitation-operations.js';
import { getOrganization } from '../operations/organization-operations.js';
import { getUser } from '../operations/user-operations.js';
import {
  invitationWithOrganizationShape,
  organizationInvitationShape,
} from '../shapes/organization.shape.js';
import type { JsonObject, OrganizationInvitationRecord } from '../state/records.js';
import { checkEmailAddress } from './users.js';

const BULK_LIMIT = 10;
const MAX_DAYS = 365;

type Shape = (core: EmulatorCore, invitation: OrganizationInvitationRecord) => JsonObject;

/** Invitations to organizations: one, up to ten at once, lists, revocation. */
export function organizationInvitationRoutes(route: Register, core: EmulatorCore): void {
  const base = '/organizations/:organization_id/invitations';

  route('POST', base, ({ params, body }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const input = readInvitation(body);
    checkInvitations(core, organization, [input]);
    return organizationInvitationShape(core, createInvitation(core, organization, input));
  });
  route('POST', `${base}/bulk`, ({ params, rawBody }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const inputs = readBulk(rawBody).map(readInvitation);
    // All or none, so everything is checked before anything is stored.
    checkInvitations(core, organization, inputs);
    const data = inputs.map((input) =>
      organizationInvitationShape(core, createInvitation(core, organization, input)),
    );
    return { data, total_count: data.length };
  });
  route('GET', base, ({ params, query }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    return list(core, invitationsOf(core, organization.id), query, organizationInvitationShape);
  });
  route('GET', `${base}/pending`, ({ params, query }) => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const pending = invitationsOf(core, organization.id).filter(({ status }) => status === 'pending');
    return list(core, pending, query, organizationInvitationShape);
  });
  const find = (params: Readonly<Record<string, string>>): OrganizationInvitationRecord => {
    const organization = getOrganization(core, params['organization_id'] ?? '');
    const invitation = getInvitation(core, params['invitation_id'] ?? '');
    if (invitation.organization_id !== organization.id)
      throw notFound('organization invitation', invitation.id);
    return invitation;
  };
  route('GET', `${base}/:invitation_id`, ({ params }) => organizationInvitationShape(core, find(params)));
  route('POST', `${base}/:invitation_id/revoke`, ({ params, body }) => {
    const requestedBy = body.only('requesting_user_id').optionalText('requesting_user_id');
    return organizationInvitationShape(core, revokeInvitation(core, find(params), requestedBy));
  });

  route('GET', '/organization_invitations', ({ query }) => {
    const all = core.state.organizationInvitations.all().map((invitation) => expireIfDue(core, invitation));
    return list(core, all, query, invitationWithOrganizationShape);
  });
  route('GET', '/users/:user_id/organization_invitations', ({ params, query }) => {
    const user = getUser(core, params['user_id'] ?? '');
    const theirs = user.email_addresses
      .flatMap(({ email_address }) => core.state.organizationInvitations.by('email', email_address))
      .map((invitation) => expireIfDue(core, invitation));
    return list(core, theirs, query, invitationWithOrganizationShape);
  });
}

/** A JSON list of at most ten objects. */
export function readBulk(rawBody: unknown): Fields[] {
  if (!Array.isArray(rawBody)) {
    throw clerkError(400, 'request_body_invalid', 'Request body invalid', 'The body must be a JSON array.');
  }
  if (rawBody.length > BULK_LIMIT) {
    throw clerkError(400, 'bulk_size_exceeded', 'bulk size exceeded', `At most ${BULK_LIMIT} at once.`);
  }
  return rawBody.map((item: unknown) => new Fields(item));
}

function readInvitation(body: Fields): NewInvitation {
  body.only(
    ...['email_address', 'inviter_user_id', 'role', 'public_metadata', 'private_metadata'],
    ...['redirect_url', 'expires_in_days', 'notify'],
  );
  const emailAddress = body.text('email_address');
  checkEmailAddress('email_address', emailAddress);
  return {
    emailAddress,
    role: body.text('role'),
    inviterId: body.optionalText('inviter_user_id'),
    publicMetadata: body.metadata('public_metadata'),
    privateMetadata: body.metadata('private_metadata'),
    redirectUrl: body.optionalText('redirect_url'),
    expiresInDays: body.integer('expires_in_days', 1, MAX_DAYS),
  };
}

function list(
  core: EmulatorCore,
  rows: readonly OrganizationInvitationRecord[],
  query: Query,
  shape: Shape,
): JsonObject {
  const statuses = query.list('status');
  const text = query.text('query')?.toLowerCase();
  const address = query.text('email_address')?.toLowerCase();
  const order = query.order(['created_at', 'email_address']);
  const wanted = rows.filter(
    (invitation) =>
      (statuses.length === 0 || statuses.includes(invitation.status)) &&
      (address === undefined || invitation.email_address === address) &&
      (text === undefined ||
        invitation.email_address.includes(text) ||
        invitation.id === query.text('query')),
  );
  const sorted = sortBy(wanted, order, (invitation) =>
    order.field === 'email_address'
      ? invitation.email_address
      : `${String(invitation.created_at).padStart(15, '0')} ${invitation.id}`,
  );
  return { data: slice(sorted, query.page()).map((row) => shape(core, row)), total_count: wanted.length };
}

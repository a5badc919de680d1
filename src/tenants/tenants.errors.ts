import { constraintErrors, defineErrors } from '#libs/http';

export const tenantsErrors = defineErrors({
  slugTaken: { code: 'slug_taken', status: 409, detail: 'That slug is in use; choose another one.' },
  lastOwner: {
    code: 'last_owner',
    status: 409,
    detail: 'The organization needs an owner; make somebody else org:admin first.',
  },
  alreadyMember: {
    code: 'already_member',
    status: 409,
    detail: 'That person is a member already; change their role or give them a grant instead.',
  },
  notMember: {
    code: 'not_a_member',
    status: 409,
    detail: 'That person is not a member of the organization; invite them to the property instead.',
  },
  alreadyInvited: {
    code: 'already_invited',
    status: 409,
    detail: 'There is an open invitation for that address; take it back to send another one.',
  },
  invitationClosed: {
    code: 'invitation_closed',
    status: 409,
    detail: 'The invitation is no longer open.',
  },
  unknownRole: { code: 'unknown_role', status: 400, detail: 'There is no such role here.' },
  roleAboveOwn: {
    code: 'role_above_own',
    status: 403,
    detail: 'Nobody gives or takes a role that carries permissions they lack themselves.',
  },
  expiryInPast: { code: 'expiry_in_past', status: 400, detail: 'expiresAt must be in the future.' },
  propertyArchived: {
    code: 'property_archived',
    status: 409,
    detail: 'The property is archived; restore it to change anything.',
  },
  seatsTaken: { code: 'seats_taken', status: 409, detail: 'All seats of the organization are taken.' },
  clerkUnavailable: {
    code: 'identity_provider_unavailable',
    status: 503,
    detail: 'Clerk does not answer; nothing was changed. Try again later.',
  },
});

constraintErrors({
  uq_properties_slug: tenantsErrors.slugTaken,
  uq_organizations_slug: tenantsErrors.slugTaken,
  uq_invitations_pending: tenantsErrors.alreadyInvited,
  fk_property_grants_membership: tenantsErrors.notMember,
});

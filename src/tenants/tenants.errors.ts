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
  unknownPerson: {
    code: 'person_unknown',
    status: 404,
    detail: 'There is nobody whom you know by that id; invite the person by their e-mail address instead.',
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
  invitationAccepted: {
    code: 'invitation_closed',
    status: 409,
    detail: 'The invitation was accepted already; remove the member to take back what it gave.',
  },
  invitedWithAnotherRole: {
    code: 'invited_with_another_role',
    status: 409,
    detail:
      'There is an open invitation with another role for that address, and Clerk holds one for each; take that one back first, or change the role once they are a member.',
  },
  unknownRole: { code: 'unknown_role', status: 400, detail: 'There is no such role here.' },
  roleAboveOwn: {
    code: 'role_above_own',
    status: 403,
    detail: 'Nobody gives or takes a role that carries permissions they lack themselves.',
  },
  roleReserved: {
    code: 'role_reserved',
    status: 409,
    detail: 'That key belongs to a role that is built in or comes from Clerk; choose another one.',
  },
  roleExists: {
    code: 'role_exists',
    status: 409,
    detail: 'The organization has a role with that key; change it instead.',
  },
  roleByMembership: {
    code: 'role_by_membership',
    status: 400,
    detail: 'That role comes with the membership; change the member’s role instead.',
  },
  roleInUse: { code: 'role_in_use', status: 409, detail: 'The role is still given to somebody.' },
  tooManyRoles: {
    code: 'too_many_roles',
    status: 409,
    detail: 'An organization makes 100 roles at most; delete one that nobody holds.',
  },
  unknownPermission: { code: 'unknown_permission', status: 400, detail: 'There is no such permission.' },
  permissionNotForScope: {
    code: 'permission_not_for_scope',
    status: 400,
    detail: 'That permission does not belong there.',
  },
  placeMissing: {
    code: 'place_missing',
    status: 400,
    detail: 'Say where: the permission is about an organization, so organizationId is needed.',
  },
  grantsTooMany: {
    code: 'too_many_grants',
    status: 400,
    detail: 'That would be more than 10 000 grants; name fewer people or properties.',
  },
  periodInvalid: {
    code: 'grant_period_invalid',
    status: 400,
    detail: 'validFrom must lie before expiresAt.',
  },
  alreadyOwner: {
    code: 'already_owner',
    status: 409,
    detail: 'You own the organization already; name somebody else.',
  },
  heirCannotAct: {
    code: 'heir_cannot_act',
    status: 409,
    detail: 'This member is banned or being erased and could not act as owner; name somebody else.',
  },
  alreadyManager: {
    code: 'already_manager',
    status: 409,
    detail: 'You manage the property already; name somebody else.',
  },
  heirCannotManage: {
    code: 'heir_cannot_act',
    status: 409,
    detail: 'This member is banned or being erased and could not act as manager; name somebody else.',
  },
  ownershipChanged: {
    code: 'ownership_changed',
    status: 409,
    detail: 'Ownership changed in the meantime; look who owns the organization now.',
  },
  expiryInPast: { code: 'expiry_in_past', status: 400, detail: 'expiresAt must be in the future.' },
  propertyArchived: {
    code: 'property_archived',
    status: 409,
    detail: 'The property is archived; restore it to change anything.',
  },
  limitReached: {
    code: 'limit_reached',
    status: 409,
    detail: 'The organization has as many of these as it may; remove one, or have the limit raised.',
  },
  staffCannotVouch: {
    code: 'support_access_refused',
    status: 403,
    detail:
      'Platform staff cannot vouch for a service account: what it may do is what its giver and the maker of its key hold in the organization. Have a member of it do this.',
  },
  agentOfMember: {
    code: 'agent_of_member',
    status: 403,
    detail: 'An agent acts in one member’s name, and only that member gives to it. It can be deleted here.',
  },
  tooManyAgents: {
    code: 'limit_reached',
    status: 409,
    detail: 'A member has 20 agents in an organization at most; delete one that is not needed.',
  },
  propertyUnknown: {
    code: 'not_found',
    status: 404,
    detail: 'There is nothing here, or nothing that you may know of.',
  },
  permissionWithheld: {
    code: 'permission_withheld',
    status: 400,
    detail: 'No agent may be handed this: it gives rights, or hands out or ends what is others’.',
  },
  endsTooLate: {
    code: 'ends_too_late',
    status: 400,
    detail: 'An agent acts for 90 days at most; give an earlier end, and hand on again by then.',
  },
  agentNameTaken: {
    code: 'name_taken',
    status: 409,
    detail: 'You have an agent of that name here; choose another one.',
  },
  nameTaken: {
    code: 'name_taken',
    status: 409,
    detail: 'The organization has a service account of that name; choose another one.',
  },
  tooManyServiceAccounts: {
    code: 'limit_reached',
    status: 409,
    detail: 'An organization has 100 service accounts at most; delete one that nobody needs.',
  },
  accountOfProperty: {
    code: 'account_of_property',
    status: 400,
    detail: 'This service account belongs to one property and holds roles there alone; name that propertyId.',
  },
  tooManyAccountsOfProperty: {
    code: 'limit_reached',
    status: 409,
    detail: 'A property has 20 service accounts at most; delete one that nobody needs.',
  },
  tooManyAccountGrants: {
    code: 'limit_reached',
    status: 409,
    detail: 'A service account has 50 roles at most; take one away, or give one on the whole organization.',
  },
  tooManyKeys: {
    code: 'limit_reached',
    status: 409,
    detail: 'A service account has 10 keys at most that hold; revoke one that nobody uses.',
  },
  keyEnded: {
    code: 'key_ended',
    status: 409,
    detail: 'The key has expired or was revoked; make another one instead.',
  },
  roleNotForServiceAccounts: {
    code: 'role_not_for_service_accounts',
    status: 400,
    detail: 'The role carries nothing that a service account may hold.',
  },
  groupExists: {
    code: 'name_taken',
    status: 409,
    detail: 'The organization has a group of that name; choose another one.',
  },
  tooManyGroups: {
    code: 'limit_reached',
    status: 409,
    detail: 'An organization has 500 groups at most; delete one that nobody needs.',
  },
  tooManyGroupGrants: {
    code: 'limit_reached',
    status: 409,
    detail: 'A group has 200 roles at most; take one away, or give one on the whole organization.',
  },
  groupInItself: { code: 'group_in_itself', status: 400, detail: 'A group cannot lie in itself.' },
  groupNestingTooDeep: {
    code: 'group_nesting_too_deep',
    status: 409,
    detail:
      'Groups lie in groups one level deep: the outer one must lie in no other group, and the inner one must contain none.',
  },
  inGroupOtherwise: {
    code: 'in_group_otherwise',
    status: 409,
    detail: 'They were not added to the group, and are in it by something else.',
  },
  leastRoleForGroup: {
    code: 'role_not_for_groups',
    status: 400,
    detail:
      'org:member is what everybody joins with who is invited to one property, so it puts nobody into a group; use a role of its own.',
  },
  notAClerkRole: {
    code: 'unknown_role',
    status: 400,
    detail: 'clerkRole is a role of memberships, such as org:member or one that was made at Clerk.',
  },
  serviceAccountsOnly: {
    code: 'service_accounts_only',
    status: 403,
    detail: 'This is for keys of service accounts; GET /api/v1/me says who you are.',
  },
  seatsTaken: { code: 'seats_taken', status: 409, detail: 'All seats are taken.' },
  beingChanged: {
    code: 'being_changed',
    status: 409,
    detail: 'Somebody else is changing this at the moment. Look at it again, and repeat the change.',
  },
  memberChanged: {
    code: 'member_changed',
    status: 409,
    detail: 'The member was changed in the meantime; what holds is the later word. Look at it again.',
  },
  clerkLimit: {
    code: 'identity_provider_limit',
    status: 429,
    detail:
      'Clerk allows only so many changes of this within a short time; nothing was changed. Wait a little.',
  },
  clerkQuota: {
    code: 'identity_provider_quota',
    status: 409,
    detail: 'A limit of the plan or of the account at Clerk is reached; nothing was changed.',
  },
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
  fk_organization_grants_membership: tenantsErrors.notMember,
  fk_organization_grants_role: tenantsErrors.unknownRole,
  pk_custom_roles: tenantsErrors.roleExists,
  uq_service_accounts_name: tenantsErrors.nameTaken,
  uq_service_accounts_name_of_agent: tenantsErrors.agentNameTaken,
  uq_groups_name: tenantsErrors.groupExists,
  fk_group_grants_property: tenantsErrors.propertyUnknown,
  fk_group_grants_role: tenantsErrors.roleInUse,
  fk_group_members_membership: tenantsErrors.notMember,
  fk_service_account_grants_property: tenantsErrors.propertyUnknown,
  fk_service_account_grants_role: tenantsErrors.roleInUse,
});

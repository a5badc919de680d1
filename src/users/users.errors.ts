import { defineErrors } from '#libs/http';

export const usersErrors = defineErrors({
  lastPlatformOwner: {
    code: 'last_platform_owner',
    status: 409,
    detail: 'The platform needs an owner; make somebody else one first.',
  },
  ownPlatformRole: {
    code: 'own_platform_role',
    status: 403,
    detail: 'Nobody changes their own roles on the platform.',
  },
  standsAbove: {
    code: 'stands_above',
    status: 403,
    detail: 'This person stands above you on the platform; somebody of at least their rank has to do it.',
  },
  beingErased: {
    code: 'being_erased',
    status: 409,
    detail: 'This person is being erased and cannot be let in again.',
  },
  ownAccount: { code: 'own_account', status: 409, detail: 'Nobody bans themselves.' },
  clerkUnavailable: {
    code: 'identity_provider_unavailable',
    status: 503,
    detail:
      'Clerk did not answer, so the person stays banned here. Whether Clerk has heard is not known; asking again is safe.',
  },
});

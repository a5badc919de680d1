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
  ownAccount: { code: 'own_account', status: 409, detail: 'Nobody bans themselves.' },
  clerkUnavailable: {
    code: 'identity_provider_unavailable',
    status: 503,
    detail: 'Clerk does not answer; nothing was changed. Try again later.',
  },
});

import { defineErrors } from '#libs/http';

export const signInErrors = defineErrors({
  wouldLockOut: {
    code: 'policy_would_lock_out',
    status: 409,
    detail:
      'Your own sign-in does not meet this policy; `refusedBy` names the rules. Sign in as it asks, or from a network that it names, and set it then.',
  },
});

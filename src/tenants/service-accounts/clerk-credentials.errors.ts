import { constraintErrors, defineErrors } from '#libs/http';

export const clerkCredentialsErrors = defineErrors({
  keyOfClerk: {
    code: 'key_of_clerk',
    status: 409,
    detail: 'Clerk keeps this credential: rotate it there. Here it can be unlinked (DELETE).',
  },
  clerkTokensOff: {
    code: 'clerk_tokens_off',
    status: 409,
    detail:
      'Tokens of this kind are switched off here; whoever runs the service names it in CLERK_ACCEPTED_TOKENS.',
  },
  clerkCredentialLinked: {
    code: 'clerk_credential_linked',
    status: 409,
    detail: 'This credential of Clerk is linked to an account already; unlink it there first.',
  },
  oauthIsForAgents: {
    code: 'oauth_is_for_agents',
    status: 400,
    detail:
      'An OAuth token acts for a person: they hand it a part of their rights as an agent (POST …/agents).',
  },
  machinesAreNoAgents: {
    code: 'machines_are_no_agents',
    status: 400,
    detail: 'A machine acts for itself: link it to a service account of the organization.',
  },
});

constraintErrors({ uq_service_account_keys_clerk: clerkCredentialsErrors.clerkCredentialLinked });

import { constraintErrors, defineErrors } from '#libs/http';

export const platformAccountsErrors = defineErrors({
  tooManyAccounts: {
    code: 'limit_reached',
    status: 409,
    detail: 'The platform has 100 service accounts at most; delete one that nobody needs.',
  },
  nameTaken: {
    code: 'name_taken',
    status: 409,
    detail: 'The platform has a service account of that name; choose another one.',
  },
});

constraintErrors({ uq_platform_accounts_name: platformAccountsErrors.nameTaken });

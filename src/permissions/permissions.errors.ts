import { defineErrors } from '#libs/http';

export const permissionsErrors = defineErrors({
  faulty: {
    code: 'declaration_faulty',
    status: 400,
    detail: 'The declaration cannot be applied as it is; `errors` names each fault and where it stands.',
  },
  outdated: {
    code: 'plan_outdated',
    status: 409,
    detail:
      'This is not the plan that would be carried out: the declaration was changed since, here or by somebody else. Ask for a plan of it again.',
  },
  inUse: {
    code: 'permission_in_use',
    status: 409,
    detail: 'A permission that is to go stands in roles still; take it out of them first.',
  },
});

import { byUserId, impersonal, INTEREST, nulled, type TableDeclaration } from '#manifest';

/** Who used which token. Why stands in the audit log, under the person's own key. */
export const breakGlassTables: readonly TableDeclaration[] = [
  {
    ...impersonal(
      'public.break_glass_uses',
      'break-glass',
      'That a break-glass token is used once only',
      'token_id route used_at expires_at',
    ),
    basis: INTEREST,
    retention: '30 days',
    enforcedBy: { job: 'tables.clean-up', how: 'deleted each hour once used for 30 days' },
    personal: { user_id: 'activity' },
    subjects: [byUserId('user_id', nulled('user_id'))],
  },
];

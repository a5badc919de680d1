/** What is compared, in the order in which it is planned: parents before what leans on them. */
export const KINDS = ['user', 'organization', 'membership', 'invitation', 'role'] as const;
export type Kind = (typeof KINDS)[number];

/** `missing`: at Clerk and not here. `extra`: here, and Clerk does not know it. `different`: in both, not the same. */
export const CHANGES = ['missing', 'extra', 'different'] as const;
export type Change = (typeof CHANGES)[number];

export const MODES = ['full', 'incremental'] as const;
export type Mode = (typeof MODES)[number];

export const STATUSES = ['planning', 'planned', 'applying', 'applied', 'blocked', 'failed'] as const;
export type ReconciliationStatus = (typeof STATUSES)[number];

/** Why mirror and Clerk differ, as far as the ledger of webhooks tells. */
export const CAUSES = [
  'late_webhook',
  'waiting_webhook',
  'dead_webhook',
  'webhooks_silent',
  'lost_webhook',
  'before_webhooks',
  'newer_here',
  'no_webhook',
] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * What became of an item. `unchanged`: it was in order by itself when its turn came. `kept`: it was to be removed and
 * lives, or what is here is newer. `gone`: Clerk has deleted it meanwhile, or it was deleted here for good.
 */
export const REPAIR_OUTCOMES = ['applied', 'unchanged', 'kept', 'gone', 'failed'] as const;
export type RepairOutcome = (typeof REPAIR_OUTCOMES)[number];

export type Tally = Record<Change, number>;
export type Drift = { total: number } & Record<Kind, Tally>;

export function noDrift(): Drift {
  const none = (): Tally => ({ missing: 0, extra: 0, different: 0 });
  return {
    total: 0,
    user: none(),
    organization: none(),
    membership: none(),
    invitation: none(),
    role: none(),
  };
}

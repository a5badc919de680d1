import { defineErrors } from '#libs/http';

export const reconciliationErrors = defineErrors({
  running: {
    code: 'reconciliation_running',
    status: 409,
    detail: 'Another reconciliation is running; wait until it has ended.',
  },
  otherPlan: {
    code: 'plan_hash_mismatch',
    status: 409,
    detail: 'The hash is not that of this plan. Read the plan again and apply what you have read.',
  },
  notPlanned: {
    code: 'reconciliation_not_planned',
    status: 409,
    detail: 'This reconciliation has no plan that could be applied.',
  },
  alreadyApplied: {
    code: 'reconciliation_already_applied',
    status: 409,
    detail: 'This plan has been applied already. Make a new one.',
  },
  planTooOld: {
    code: 'plan_too_old',
    status: 409,
    detail: 'This plan is older than a day. Make a new one.',
  },
  blocked: {
    code: 'reconciliation_blocked',
    status: 409,
    detail: 'The safety threshold holds this plan: read its reasons, and apply it with force if it is right.',
  },
});

/** This process is not in charge of the run any more: its lease ran out, and another one may have taken it. */
export class LeaseLostError extends Error {
  constructor() {
    super('the lease of the reconciliation is lost');
  }
}

/** The process stops; the run goes on elsewhere or later. */
export class InterruptedError extends Error {
  constructor() {
    super('the reconciliation was interrupted');
  }
}

/** The run took longer than it may. */
export class DeadlineError extends Error {
  constructor() {
    super('the reconciliation took too long');
  }
}

import type { PriceTable } from './price-table.js';

/** What one plan would cost for a month; US dollars. */
export interface PlanCost {
  readonly plan: string;
  readonly base: number;
  /** For retained users above those included. */
  readonly retainedUsers: number;
  /** `base` + `retainedUsers`; null when the plan does not take so many. */
  readonly total: number | null;
  /** The total with the B2B add-on, which more than basic organizations need. */
  readonly totalWithOrganizations: number | null;
}

/** The cost of every plan for a number of retained users and organizations, each user at the price of their own tier. */
export function costOf(mru: number, mro: number, prices: PriceTable): PlanCost[] {
  const { base, included, each } = prices.organizations;
  const organizations = base + Math.max(0, mro - included) * each;
  return prices.plans.map((plan) => {
    const isPossible = plan.takesMore || mru <= plan.includedMru;
    const retainedUsers = plan.takesMore ? overage(mru, plan.includedMru, prices) : 0;
    const total = plan.base + retainedUsers;
    return {
      plan: plan.name,
      base: dollars(plan.base),
      retainedUsers: dollars(retainedUsers),
      total: isPossible ? dollars(total) : null,
      totalWithOrganizations: plan.takesMore ? dollars(total + organizations) : null,
    };
  });
}

function overage(mru: number, included: number, { overageTiers }: PriceTable): number {
  let counted = included;
  let sum = 0;
  for (const { upTo, each } of overageTiers) {
    const top = Math.min(mru, upTo ?? mru);
    if (top <= counted) continue;
    sum += (top - counted) * each;
    counted = top;
  }
  return sum;
}

/** Thousandths to dollars, rounded to the cent. */
function dollars(thousandths: number): number {
  return Math.round(thousandths / 10) / 100;
}

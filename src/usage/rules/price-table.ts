/** Prices of one month in thousandths of a US dollar, so that no fraction of a cent is lost. */
export interface PriceTable {
  readonly asOf: string;
  readonly source: string;
  readonly isSecondHand: boolean;
  readonly note: string;
  readonly currency: 'USD';
  readonly plans: readonly {
    readonly name: string;
    readonly base: number;
    /** Retained users that the base price includes. */
    readonly includedMru: number;
    /** Whether more than these can be had, each at the price of its tier. */
    readonly takesMore: boolean;
  }[];
  /** `upTo` counts all retained users of the month; null for no end. In order. */
  readonly overageTiers: readonly { readonly upTo: number | null; readonly each: number }[];
  readonly organizations: { readonly base: number; readonly included: number; readonly each: number };
}

/**
 * THE FILE TO EDIT when Clerk's prices change: set the new prices, `asOf` and `source`. Closed months keep the table that
 * they were reckoned with.
 */
export const priceTable: PriceTable = {
  asOf: '2026-09-20',
  source: 'clerk.com/pricing as transcribed by api-evangelist/clerk-com (plans/…pricing.yml)',
  isSecondHand: true,
  note: 'Second-hand: look at clerk.com/pricing before relying on it. Prices are those of monthly payment. Lower tiers of organizations above 100 were not to be found, so every one is reckoned at the first price.',
  currency: 'USD',
  plans: [
    { name: 'Hobby', base: 0, includedMru: 50_000, takesMore: false },
    { name: 'Pro', base: 25_000, includedMru: 50_000, takesMore: true },
    { name: 'Business', base: 300_000, includedMru: 50_000, takesMore: true },
  ],
  overageTiers: [
    { upTo: 100_000, each: 20 },
    { upTo: 1_000_000, each: 18 },
    { upTo: 10_000_000, each: 15 },
    { upTo: null, each: 12 },
  ],
  organizations: { base: 100_000, included: 100, each: 1_000 },
};

/** A line of the ledger, as far as the history needs it. */
export interface ConsentDecision {
  readonly purpose: string;
  readonly version: string;
  readonly given: boolean;
  readonly decidedAt: Date;
}

/** A stretch of time in which somebody agreed to a purpose in one wording. */
export interface ConsentPeriod {
  readonly purpose: string;
  readonly version: string;
  readonly givenAt: Date;
  /** When it ended; null while it stands. */
  readonly withdrawnAt: Date | null;
  /** `replaced`: by the consent to another version. */
  readonly endedBy: 'withdrawal' | 'replaced' | null;
}

/** The periods that a ledger tells of, latest first. @param decisions in the order in which they were made */
export function consentHistory(decisions: readonly ConsentDecision[]): ConsentPeriod[] {
  const periods: ConsentPeriod[] = [];
  const openIndexes = new Map<string, number>();
  for (const { purpose, version, given, decidedAt } of decisions) {
    const index = openIndexes.get(purpose);
    const open = index === undefined ? undefined : periods[index];
    if (index !== undefined && open !== undefined)
      periods[index] = { ...open, withdrawnAt: decidedAt, endedBy: given ? 'replaced' : 'withdrawal' };
    openIndexes.delete(purpose);
    if (!given) continue;
    openIndexes.set(purpose, periods.length);
    periods.push({ purpose, version, givenAt: decidedAt, withdrawnAt: null, endedBy: null });
  }
  return periods.reverse();
}

/** One use of a break-glass token. */
export interface BreakGlassUse {
  readonly tokenId: string;
  readonly userId: string;
  /** Why the token was made. */
  readonly reason: string;
  /** Method and pattern, without values. */
  readonly route: string;
  readonly organizationId: string | null;
  readonly propertyId: string | null;
  readonly expiresAt: Date;
}

/** Writes uses down, for all replicas. A module to the right owns the table. */
export abstract class BreakGlassLedger {
  /**
   * Uses a token up, in a transaction of its own with the audit row and the alarm: committed when this returns.
   *
   * @returns false where it was used before, on whichever replica
   */
  abstract use(use: BreakGlassUse): Promise<boolean>;
}

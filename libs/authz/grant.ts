import type { Scope } from './scope.js';

/** A role given to someone at a scope, perhaps for a time. */
export interface Grant {
  readonly id: string;
  readonly subjectId: string;
  /** The role's key. */
  readonly role: string;
  readonly scope: Scope;
  /** The first moment at which it holds; absent: since ever. */
  readonly validFrom?: Date | null;
  /** The first moment at which it no longer holds; absent: without end. */
  readonly expiresAt?: Date | null;
  /** Who gave it; null for the system itself (a mirrored membership, a seed). */
  readonly givenBy?: string | null;
  readonly givenAt: Date;
  /** The group to which it was given; absent: to the person. */
  readonly group?: GroupReference | null;
}

/** A group whose members hold what it was given. */
export interface GroupReference {
  readonly id: string;
  readonly name: string;
}

/** A stretch of time in milliseconds since the epoch: `from` belongs to it, `until` does not. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

/** When a grant holds; infinities where it names no bound. */
export function periodOf(bounds: Pick<Grant, 'validFrom' | 'expiresAt'>): Period {
  return {
    from: bounds.validFrom?.getTime() ?? -Infinity,
    until: bounds.expiresAt?.getTime() ?? Infinity,
  };
}

/** Whether a period covers a moment, to the millisecond. An invalid date (NaN) on either side means no. */
export function covers(period: Period, atMs: number): boolean {
  return period.from <= atMs && atMs < period.until;
}

/** Whether a grant holds at a moment: validFrom <= now < expiresAt. */
export function isActive(grant: Pick<Grant, 'validFrom' | 'expiresAt'>, now: Date): boolean {
  return covers(periodOf(grant), now.getTime());
}

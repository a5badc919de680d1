import { createHash } from 'node:crypto';

/** What the import and sign-ins left. */
export const SWEEP_KINDS = [
  /** Made by an import that was killed: at Clerk with our mark, here still on its way. */
  'not_written_back',
  /** Waits or failed here, and Clerk has the person by now. */
  'at_clerk_meanwhile',
  /** Here with a Clerk id that Clerk knows no more. */
  'gone_at_clerk',
  /** On both sides, and Clerk keeps no id of the older system. */
  'without_external_id',
  /** On both sides under another id or another address; only people can tell. */
  'different',
] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];

export interface SweepItem {
  readonly kind: SweepKind;
  readonly accountId: string;
  readonly clerkId: string;
}

export interface SweepPlan {
  /** Of all its items: whoever applies it says which plan they saw. */
  readonly hash: string;
  readonly counts: Readonly<Record<SweepKind, number>>;
  /** At Clerk in all, and those of them whom no account here names: they came by themselves. */
  readonly atClerk: number;
  readonly onlyAtClerk: number;
  readonly isHeld: boolean;
}

/** Ids that are taken from accounts at the most, as for a reconciliation: so many, or a share of those linked. */
const MAX_REMOVALS = 50;
const FEW_REMOVALS = 3;
const MAX_SHARE = 0.05;

/** Whether so many of the linked accounts are lost that somebody has to look first. */
export function isHeldAt(removals: number, linked: number): boolean {
  return removals > MAX_REMOVALS || removals > Math.max(FEW_REMOVALS, linked * MAX_SHARE);
}

/** Takes up items one after the other, in a stable order, and gives the hash of all. */
export class SweepPlanHash {
  private readonly hash = createHash('sha256');

  add({ kind, accountId, clerkId }: SweepItem): void {
    this.hash.update(`${kind} ${accountId} ${clerkId}\n`);
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}

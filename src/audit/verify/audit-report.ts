import type { ChainProblem, ChainReport } from '#libs/audit-chain';

/** Rows that are in no chain although the sealer has gone past them; nobody could tell if they were changed. */
export interface PassedBy {
  readonly rows: number;
  /** The id of the first, in the order of transactions; it has no position to be named by. */
  readonly firstId: string | null;
}

/** What a check of the log found. */
export interface AuditReport extends ChainReport {
  /** The log's name, as in its checkpoints. */
  readonly origin: string;
  /** How many rows the last valid checkpoint covers; 0 when nothing is signed yet. */
  readonly signedRows: number;
  /** Checkpoints that this key did not sign, or that are of another log. */
  readonly invalidCheckpoints: number;
  /** Rows before this one were dropped by the retention policy, as a signed boundary says. */
  readonly firstKept: number;
  /** None in an export, which holds sealed rows only. */
  readonly passedBy: PassedBy;
  readonly firstBad: (ChainProblem & { readonly id: string | null }) | null;
}

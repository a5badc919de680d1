import type { ChainProblem, ChainReport } from '#libs/audit-chain';

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
  readonly firstBad: (ChainProblem & { readonly id: string | null }) | null;
}

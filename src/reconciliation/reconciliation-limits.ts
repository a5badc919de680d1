import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';

/** For how long a reconciliation waits and tries; times in milliseconds. */
@Injectable()
export class ReconciliationLimits {
  /** A process that is not heard of for so long has lost its run; told by the clock of the database. */
  readonly leaseMs: number = 30_000;
  /** A run that takes longer is ended. */
  readonly deadlineMs: number = 4 * 3_600_000;
  /** A plan is applied within that time or not at all. */
  readonly planLifeMs: number = 24 * 3_600_000;
  /** Runs and what they found are kept so long. */
  readonly keptMs: number = 30 * 24 * 3_600_000;
  /** Rows of what runs leave that one statement deletes. */
  readonly clearedAtOnce: number = 10_000;
  /** Rows of the mirror that one statement counts. */
  readonly countedAtOnce: number = 20_000;
  /** Tries of one page, with growing pauses between them. */
  readonly maxTries: number = 8;
  readonly maxPauseMs: number = 15_000;
  /** So few objects are read as a whole every time: that is four requests at most. */
  readonly readWholeUpTo: number = 2_000;
  /**
   * The same for memberships. They carry rights and Clerk lists them by creation only, so that a changed role of which
   * no webhook told is found by reading them all: 20 seconds of the batch priority at Clerk's limit for production.
   */
  readonly readMembershipsWholeUpTo: number = 200_000;
  /** What lies between the two times that Clerk must say that it does not know an object. */
  readonly confirmAfterMs: number;

  constructor({ reconcileConfirmMs }: Environment) {
    this.confirmAfterMs = reconcileConfirmMs;
  }
}

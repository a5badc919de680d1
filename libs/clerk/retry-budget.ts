/** Requests' worth of retries that are there from the start, so that a quiet service may repeat a request too. */
const RESERVE = 10;
const SHARE = 0.1;

/**
 * Bounds second tries to a tenth of the traffic: while Clerk is down, retries of everybody would otherwise triple the
 * load that it has to recover under.
 */
export class RetryBudget {
  private retries = RESERVE;

  /** Retries that may be made now. */
  get left(): number {
    return this.retries;
  }

  /** A first try was made. */
  earn(): void {
    this.retries = Math.min(RESERVE, this.retries + SHARE);
  }

  /** @returns whether one more try may be made; if so, it is paid for */
  spend(): boolean {
    if (this.retries < 1) return false;
    this.retries -= 1;
    return true;
  }
}

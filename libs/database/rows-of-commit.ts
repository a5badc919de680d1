/** The rows of a statement that runs with the commit. */
export class RowsOfCommit<Row> {
  private taken: readonly Row[] | undefined;

  /** @throws Error while the transaction is open: the statement has not run yet */
  get rows(): readonly Row[] {
    if (this.taken === undefined) throw new Error('the transaction has not committed yet');
    return this.taken;
  }

  take(rows: readonly Row[]): void {
    this.taken = rows;
  }
}

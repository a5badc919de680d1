/** What an erasure would do with one table. */
export interface PlannedTable {
  readonly table: string;
  readonly strategy: 'delete' | 'null' | 'keep';
  readonly count: number;
  /** Why rows stay. */
  readonly article: string | null;
}

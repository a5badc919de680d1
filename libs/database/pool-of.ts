import type { Pool, Submittable } from 'pg';
import type { DataSource } from 'typeorm';

/** What `pg` can do and its types leave out: a statement object may come with a callback. */
interface SubmittingPool {
  query(
    read: Submittable,
    values: undefined,
    callback: (error: Error | undefined, rows: unknown) => void,
  ): void;
}

/** The connections that TypeORM keeps, whose type it does not tell: for what goes past the ORM. */
export function poolOf({ driver }: DataSource): Pool & SubmittingPool {
  return (driver as unknown as { master: Pool & SubmittingPool }).master;
}

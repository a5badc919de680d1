import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { BatchRunner } from './statement-batch.js';

/** The connections that TypeORM keeps, whose type it does not tell: for what goes past the ORM. */
export function poolOf({ driver }: DataSource): Pool & BatchRunner {
  return (driver as unknown as { master: Pool & BatchRunner }).master;
}

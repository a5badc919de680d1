import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { containing, needlesOf, type Particulars } from '../registry/sql-of-registry.js';

export interface ProbeResult {
  readonly columns: number;
  readonly files: number;
  /** Where something is left, as `schema.table.column` or `file`. */
  readonly hits: readonly string[];
}

// Clerk's id of a member of staff who acted for somebody else: kept as proof, Art. 17(3)(e) GDPR.
const KEPT = new Set(['public.audit_events.impersonator_id']);

/** Looks for a person in every column that can hold text and in every file, whatever the registry says of them. */
@Injectable()
export class LeftoversProbe {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly environment: Environment,
  ) {}

  async look(person: Particulars): Promise<ProbeResult> {
    const needles = [...needlesOf(person), ...fullName(person)];
    const columns = await this.textColumns();
    const hits: string[] = [];
    for (const { table, column } of columns) {
      if (needles.length === 0 || KEPT.has(`${table}.${column}`)) continue;
      const found = await this.unitOfWork
        .manager()
        .query<unknown[]>(`select from ${table} where "${column}"::text ilike any($1::text[]) limit 1`, [
          needles.map(containing),
        ]);
      if (found.length > 0) hits.push(`${table}.${column}`);
    }
    const files = await this.files();
    for (const file of files) {
      const text = (await readFile(file, 'latin1')).toLowerCase();
      if (needles.some((needle) => text.includes(Buffer.from(needle.toLowerCase()).toString('latin1'))))
        hits.push('file');
    }
    return { columns: columns.length, files: files.length, hits };
  }

  private async textColumns(): Promise<{ table: string; column: string }[]> {
    return this.unitOfWork.manager().query(`
      select c.table_schema || '.' || c.table_name as "table", c.column_name as "column"
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema in ('public', 'jobs') and t.table_type = 'BASE TABLE'
         and (c.data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED'))
       order by 1, 2`);
  }

  private async files(): Promise<string[]> {
    try {
      const entries = await readdir(this.environment.dataDir, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** First and last name together; one alone is many people's. */
function fullName({ names }: Particulars): string[] {
  return names.length < 2 ? [] : [names.join(' ')];
}

import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { UnitOfWork } from '#libs/database';
import { registry } from '../registry/registry.js';
import { conditionOf, type Particulars } from '../registry/sql-of-registry.js';

/** What one table holds of a person. */
export interface Chapter {
  /** The table's name without its schema. */
  readonly name: string;
  readonly purpose: string;
  readonly basis: string;
  readonly retention: string;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const SEALED: Readonly<Record<string, readonly string[]>> = { 'public.audit_events': ['reason', 'client'] };
const TECHNICAL = new Set([
  'sealed_key',
  'sealed_particulars',
  'xid',
  'previous_hash',
  'hash',
  'wrapped_key',
]);

/** Reads what the registry says is a person's, without what is about other people. */
@Injectable()
export class ExportRows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeys,
  ) {}

  async of(person: Particulars): Promise<Chapter[]> {
    const chapters: Chapter[] = [];
    for (const { table, purpose, basis, retention, personal, other, subjects } of registry) {
      const all = [...Object.keys(personal), ...other].filter((column) => !TECHNICAL.has(column));
      const rows: Record<string, unknown>[] = [];
      for (const { path, aboutOthers = [] } of subjects) {
        const condition = conditionOf(path, person);
        if (condition === null) continue;
        const shown = all.filter((column) => !aboutOthers.includes(column));
        const list = shown.map((column) => `"${column}"`).join(', ');
        const found = await this.unitOfWork
          .manager()
          .query<Record<string, unknown>[]>(`select ${list} from ${table} where ${condition.sql}`, [
            condition.parameter,
          ]);
        for (const row of found) rows.push(await this.opened(table, row));
      }
      if (rows.length === 0) continue;
      const columns = all.filter((column) => rows.some((row) => column in row));
      chapters.push({
        name: table.split('.')[1] ?? table,
        purpose,
        basis: basis ?? '',
        retention,
        columns,
        rows,
      });
    }
    return chapters;
  }

  /** Personal values of the audit log stand there as ciphertext under the person's key. */
  private async opened(table: string, row: Record<string, unknown>): Promise<Record<string, unknown>> {
    const result = { ...row };
    for (const column of SEALED[table] ?? []) {
      const sealed = row[column];
      const id = row['id'];
      if (typeof sealed === 'string' && typeof id === 'string')
        result[column] = await this.keys.decrypt(sealed, `audit_events/${id}/${column}`);
    }
    return result;
  }
}

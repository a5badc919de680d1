import { Injectable } from '@nestjs/common';
import { SubjectKeys, type SealedValue } from '#audit';
import { UnitOfWork } from '#libs/database';
import { tableDeclarationOf } from '../registry/registry.js';
import type { Row } from './chapter.js';
import type { ChapterPlan } from './chapter-plans.js';

const ROWS_AT_ONCE = 500;
/** Milliseconds; one look into a large table without an index may take longer than a request is allowed to. */
const MAX_LOOK_MS = 7_500;

/** Reads rows through a cursor, so that memory holds a few hundred of them, however many there are. */
@Injectable()
export class RowReaderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeys,
  ) {}

  /**
   * Hands the rows over, batch by batch, in the open transaction; the next batch is read when `take` is done.
   *
   * @returns how many there were
   */
  async read(
    { table, sql, parameters }: ChapterPlan,
    take: (rows: readonly Row[]) => Promise<void>,
  ): Promise<number> {
    const manager = this.unitOfWork.manager();
    await manager.query(`select set_config('statement_timeout', $1, true)`, [String(MAX_LOOK_MS)]);
    await manager.query(`declare export_rows no scroll cursor for ${sql}`, [...parameters]);
    let count = 0;
    for (;;) {
      const rows = await manager.query<Row[]>(`fetch ${String(ROWS_AT_ONCE)} from export_rows`);
      count += rows.length;
      if (rows.length > 0) await take(await this.opened(table, rows));
      if (rows.length < ROWS_AT_ONCE) break;
    }
    await manager.query('close export_rows');
    return count;
  }

  /** What stands there as ciphertext under the person's key, made readable. */
  private async opened(table: string, rows: readonly Row[]): Promise<Row[]> {
    const cells: { row: number; column: string; value: SealedValue }[] = [];
    for (const [row, values] of rows.entries()) {
      for (const [column, part] of Object.entries(tableDeclarationOf(table)?.sealed ?? {})) {
        const { [column]: sealed, id } = values;
        if (typeof sealed === 'string' && typeof id === 'string')
          cells.push({
            row,
            column,
            value: { sealed, aad: `${table.replace('public.', '')}/${id}/${part}` },
          });
      }
    }
    const result: Record<string, unknown>[] = rows.map((row) => ({ ...row }));
    const texts = await this.keys.decryptAll(cells.map(({ value }) => value));
    for (const [index, { row, column }] of cells.entries()) {
      const target = result[row];
      if (target !== undefined) target[column] = texts[index] ?? null;
    }
    return result;
  }
}

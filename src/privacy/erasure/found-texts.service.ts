import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { tableDeclarationOf } from '../registry/registry.js';
import type { ErasureFinding } from '../records/erasure-finding.entity.js';

type TextAddress = Pick<ErasureFinding, 'place' | 'rowKey' | 'path'>;

interface Column {
  readonly table: string;
  readonly column: string;
  /** An expression that tells the rows apart. */
  readonly key: string;
}

/** Reads and changes single texts in columns that the registry declares as free text; in the open transaction. */
@Injectable()
export class FoundTextsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The text as it stands there now; null when there is none any more. */
  async read({ place, rowKey, path }: TextAddress): Promise<string | null> {
    const column = columnAt(place);
    if (column === null) return null;
    const [row] = await this.unitOfWork
      .manager()
      .query<{ value: unknown }[]>(
        `select ${column.column} as value from ${column.table} where (${column.key})::text = $1`,
        [rowKey],
      );
    return textAt(row?.value, path);
  }

  async replace({ place, rowKey, path }: TextAddress, text: string): Promise<void> {
    const column = columnAt(place);
    if (column === null) return;
    const value =
      path.length === 0 ? '$2::text' : `jsonb_set(${column.column}::jsonb, $3::text[], to_jsonb($2::text))`;
    await this.unitOfWork
      .manager()
      .query(
        `update ${column.table} set ${column.column} = ${value} where (${column.key})::text = $1`,
        path.length === 0 ? [rowKey, text] : [rowKey, text, path],
      );
  }
}

/** Only what the registry declares, so that a row of findings can never name another column. */
function columnAt(qualifiedName: string): Column | null {
  const table = qualifiedName.slice(0, qualifiedName.lastIndexOf('.'));
  const column = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
  const freeText = tableDeclarationOf(table)?.freeText;
  return freeText?.columns.includes(column) === true
    ? { table, column: `"${column}"`, key: freeText.key }
    : null;
}

function textAt(value: unknown, path: readonly string[]): string | null {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return null;
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'string' ? at : null;
}

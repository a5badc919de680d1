import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDatabase } from '../../support/test-database.js';

/** Everything that is there, as text: each column of the database by its name, each file, and what was logged. */
export type Everything = ReadonlyMap<string, string>;

/** A whole dump of the database, job tables included, and every file below a folder. */
export async function everythingIn(database: TestDatabase, folder: string): Promise<Everything> {
  const columns = await database.query<{ table: string; column: string }>(
    `select c.table_schema || '.' || c.table_name as "table", c.column_name as "column"
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema not in ('pg_catalog', 'information_schema', 'partitions') and t.table_type = 'BASE TABLE'`,
  );
  const everything = new Map<string, string>();
  for (const [table, group] of Map.groupBy(columns, (column) => column.table)) {
    const texts = group.map(
      ({ column }, index) => `string_agg("${column}"::text, E'\\n') as c${String(index)}`,
    );
    const [row] = await database.query<Record<string, string | null>>(
      `select ${texts.join(', ')} from ${table}`,
    );
    for (const [index, { column }] of group.entries())
      everything.set(`${table}.${column}`, row?.[`c${String(index)}`] ?? '');
  }
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    everything.set(path, readFileSync(path, 'latin1'));
  }
  return everything;
}

/** Where any form of a text stands. */
export function foundIn(forms: readonly string[], everything: Everything): string[] {
  return [...everything]
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([column]) => column);
}

/** Takes in what this process writes to its standard output, where the log goes. */
export class CapturedLog {
  text = '';
  private readonly original = process.stdout.write.bind(process.stdout);

  start(): this {
    process.stdout.write = (piece: string | Uint8Array) => {
      this.text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
      return true;
    };
    return this;
  }

  stop(): void {
    process.stdout.write = this.original;
  }
}

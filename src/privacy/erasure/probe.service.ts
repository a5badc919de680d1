import { Injectable } from '@nestjs/common';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { declarationOf } from '../registry/registry.js';
import { containing, type Particulars } from '../registry/sql-of-registry.js';
import { filesBelow, holdsAny } from './file-search.js';
import { fullNamesForPostgres, type Needles, needlesFor, wordForPostgres } from './needles.rule.js';
import type { ProbeReport } from './probe-report.js';

const PATIENCE_MS = 600_000;

// Clerk's id of a member of staff who acted for somebody else: kept as proof, Art. 17(3)(e) GDPR.
const KEEPS_CLERK_IDS = new Set(['public.audit_events.impersonator_id']);

interface SearchedColumn {
  readonly table: string;
  readonly column: string;
  readonly kind: 'text' | 'bytea' | 'uuid' | 'json';
}

/** What was found in the files; they are read before the transaction, which must not wait for a disk. */
export interface FileFinds {
  readonly files: number;
  readonly hits: readonly string[];
}

/** Looks for a person in every column that can hold text and in every file, whatever the registry says of them. */
@Injectable()
export class LeftoversProbe {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly environment: Environment,
  ) {}

  async lookIntoFiles(person: Particulars): Promise<FileFinds> {
    const needles = needlesFor(person);
    const files = await filesBelow(this.environment.dataDir);
    let found = 0;
    for (const file of files) if (await holdsAny(file, needles)) found += 1;
    return { files: files.length, hits: found === 0 ? [] : [`${String(found)} files of the data folder`] };
  }

  /** Reads every table once, in the open transaction. */
  async look(person: Particulars, finds: FileFinds): Promise<ProbeReport> {
    await this.unitOfWork
      .manager()
      .query(`select set_config('statement_timeout', $1, true)`, [String(PATIENCE_MS)]);
    const needles = needlesFor(person);
    const columns = await this.columns();
    const tables = Map.groupBy(columns, ({ table }) => table);
    const hits: string[] = [...finds.hits];
    const words: { column: SearchedColumn; word: string }[] = [];
    let rows = 0;
    for (const [table, searched] of tables) {
      const row = await this.lookInto(table, searched, needles);
      rows += Number(row['rows']);
      searched.forEach((column, index) => {
        if (row[`hit_${String(index)}`] === true) hits.push(`${table}.${column.column}`);
        needles.words.forEach((word, place) => {
          if (row[`word_${String(index)}_${String(place)}`] === true) words.push({ column, word });
        });
      });
    }
    const judged = judgeWords(words);
    return {
      tables: tables.size,
      columns: columns.length,
      rows,
      files: finds.files,
      searched: {
        addresses: new Set(person.addresses).size,
        clerkIds: person.clerkId === null ? 0 : 1,
        ownIds: 1,
        fullNames: needles.fullNames.length > 0 ? 1 : 0,
        singleNames: needles.words.length,
      },
      namesakes: judged.namesakes,
      hits: [...hits, ...judged.hits],
    };
  }

  private async lookInto(
    table: string,
    columns: readonly SearchedColumn[],
    needles: Needles,
  ): Promise<Record<string, unknown>> {
    const parameters: unknown[] = [
      needles.literals.map(containing),
      needles.ownId,
      fullNamesForPostgres(needles.fullNames),
      needles.literals.map((text) => Buffer.from(text)),
      ...needles.words.map(wordForPostgres),
    ];
    const flags = columns.flatMap((column, index) => [
      `bool_or(${certainFind(column)}) as hit_${String(index)}`,
      ...needles.words.map((_, place) => {
        const found = column.kind === 'text' || column.kind === 'json';
        const text = `${quoted(column.column)}::text ~ $${String(place + 5)}::text`;
        return `bool_or(${found ? text : 'false'}) as word_${String(index)}_${String(place)}`;
      }),
    ]);
    const [row] = await this.unitOfWork.manager().query<Record<string, unknown>[]>(
      `select count(*) as rows, ${flags.join(', ')} from ${table}
        -- Each parameter is named once here, so that its type is known in every query.
        where ($1::text[] is not null or $2::text is not null or $3::text is not null or $4::bytea[] is not null
               ${needles.words.map((_, place) => `or $${String(place + 5)}::text is not null`).join(' ')})`,
      parameters,
    );
    return row ?? {};
  }

  private async columns(): Promise<SearchedColumn[]> {
    return this.unitOfWork.manager().query(`
      select quote_ident(c.table_schema) || '.' || quote_ident(c.table_name) as "table", c.column_name as "column",
             case when c.data_type in ('json', 'jsonb', 'ARRAY') then 'json' when c.data_type in ('bytea', 'uuid')
               then c.data_type else 'text' end as kind
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema in ('public', 'jobs') and t.table_type = 'BASE TABLE'
         and c.data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED',
                             'bytea', 'uuid', 'xml', 'name', 'inet')
       order by 1, 2`);
  }
}

/** What can only be this person. */
function certainFind({ table, column, kind }: SearchedColumn): string {
  const isKept = declarationOf(table)?.kept?.includes(column) ?? false;
  const name = quoted(column);
  if (kind === 'bytea')
    return `exists (select from unnest($4::bytea[]) as needle(text) where position(needle.text in ${name}) > 0)`;
  const own = isKept ? 'false' : `position($2::text in ${name}::text) > 0`;
  if (kind === 'uuid' || KEEPS_CLERK_IDS.has(`${table}.${column}`)) return own;
  return `${name}::text ilike any($1::text[]) or ${name}::text ~* $3::text or ${own}`;
}

/**
 * A name that stands in its own right, in a name of another person or of a thing, is common: wherever else it stands
 * alone, it need not be this person. One that stands only in contents is most likely theirs.
 */
function judgeWords(finds: readonly { column: SearchedColumn; word: string }[]): {
  namesakes: string[];
  hits: string[];
} {
  const common = new Set(finds.filter(({ column }) => isOfItsOwn(column)).map(({ word }) => word));
  const placeOf = ({ column: { table, column } }: { column: SearchedColumn }) => `${table}.${column}`;
  return {
    namesakes: [...new Set(finds.filter(({ word }) => common.has(word)).map(placeOf))].sort(),
    hits: [...new Set(finds.filter(({ word }) => !common.has(word)).map(placeOf))].sort(),
  };
}

function isOfItsOwn({ table, column, kind }: SearchedColumn): boolean {
  if (kind !== 'text') return false;
  const declared = declarationOf(table);
  const category = declared?.personal[column];
  return category === undefined
    ? (declared?.other.includes(column) ?? false)
    : category === 'name' || category === 'contact';
}

function quoted(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}

import { Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { clerkIdsOf, type SubjectIdentifiers, soleAddresses } from '../registry/subject-identifiers.js';
import { namesAlone, recognitionOf } from '../identity/recognition.rule.js';
import { type SearchTerms, searchTermsOf } from '../identity/search-terms.rule.js';
import { registry } from '../registry/registry.js';
import { conditionOf } from '../registry/sql-of-registry.js';
import { filesBelow, holdsAny } from './file-search.js';
import type { PossibleFind, ProbeReport } from '../records/probe-report.js';
import { ProbedTextsService } from './probed-texts.service.js';
import {
  freeTextKeyOf,
  isLookedUp,
  keepsOwnId,
  nameOf,
  pathOfColumn,
  SEARCHED_COLUMNS,
  type SearchedColumn,
} from './searched-columns.js';

const TIMEOUT_MS = 600_000;

/** What was found in the files; they are read before the transaction, which must not wait for a disk. */
export interface FileFinds {
  readonly files: number;
  readonly hits: readonly string[];
}

/** What is left of a person, and where they may be meant. */
export interface Leftovers {
  readonly report: ProbeReport;
  readonly possible: readonly PossibleFind[];
}

/**
 * Looks for a person after their erasure. What can be nobody else (ids, addresses that only they had, phone numbers) is
 * looked for in every column and every file, as whole values; a name alone only where somebody may have written it.
 */
@Injectable()
export class LeftoversProbeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly texts: ProbedTextsService,
    private readonly environment: Environment,
  ) {}

  async lookIntoFiles(person: SubjectIdentifiers): Promise<FileFinds> {
    const recognition = recognitionOf(person);
    const files = await filesBelow(this.environment.dataDir);
    let found = 0;
    for (const file of files) if (await holdsAny(file, recognition)) found += 1;
    return { files: files.length, hits: found === 0 ? [] : [`${String(found)} files of the data folder`] };
  }

  /** Reads every table once, in the open transaction. */
  async look(person: SubjectIdentifiers, finds: FileFinds): Promise<Leftovers> {
    const manager = this.unitOfWork.manager();
    await manager.query(`select set_config('statement_timeout', $1, true)`, [String(TIMEOUT_MS)]);
    const terms = searchTermsOf(person);
    const columns = await manager.query<SearchedColumn[]>(SEARCHED_COLUMNS);
    const tables = Map.groupBy(columns, ({ table }) => table);
    const hits: string[] = [...finds.hits, ...(await this.eventsLeft(person))];
    const possible: PossibleFind[] = [];
    let rows = 0;
    for (const [table, searched] of tables) {
      const row = await this.survey(table, searched, person, terms);
      rows += Number(row['rows']);
      for (const [index, column] of searched.entries()) {
        if (
          row[`certain_${String(index)}`] === true &&
          (await this.texts.holdsCertain(column, person, terms))
        )
          hits.push(pathOfColumn(column));
        if (row[`free_${String(index)}`] !== true) continue;
        const { isCertain, finds: found } = await this.texts.readFree(column, person, terms);
        if (isCertain && !hits.includes(pathOfColumn(column))) hits.push(pathOfColumn(column));
        possible.push(...found);
      }
    }
    const { files } = finds;
    const searched = countsOf(person);
    return {
      report: { tables: tables.size, columns: columns.length, rows, files, searched, hits },
      possible,
    };
  }

  /** One pass over a table: how many rows, and in which columns a closer look is worth it. */
  private async survey(
    table: string,
    columns: readonly SearchedColumn[],
    person: SubjectIdentifiers,
    terms: SearchTerms,
  ): Promise<Record<string, unknown>> {
    const flags = columns.flatMap((column, index) => [
      `bool_or(${mayHold(column)}) as certain_${String(index)}`,
      ...(freeTextKeyOf(column) === null
        ? []
        : [`bool_or(${nameOf(column)}::text ilike any($5::text[])) as free_${String(index)}`]),
    ]);
    const [row] = await this.unitOfWork.manager().query<Record<string, unknown>[]>(
      `select count(*) as rows, ${flags.join(', ')} from ${table}
        -- Each parameter is named once here, so that its type is known in every query.
        where ($1::text[] is not null or $2::text[] is not null or $3::uuid is not null or $4::bytea[] is not null
               or $5::text[] is not null)`,
      [
        terms.certain,
        terms.phones,
        person.userId,
        terms.literals.map((text) => Buffer.from(text)),
        terms.freeText,
      ],
    );
    return row ?? {};
  }

  /** Events about the person that are not applied yet, or came while they were being erased. */
  private async eventsLeft(person: SubjectIdentifiers): Promise<string[]> {
    const left: string[] = [];
    for (const { table, subjects } of registry) {
      for (const { path } of subjects) {
        if (path.holds !== 'an event') continue;
        const condition = conditionOf({ ...path, when: 'true' }, person, new Map());
        if (condition === null) continue;
        const rows = await this.unitOfWork
          .manager()
          .query<unknown[]>(`select from ${table} where ${condition.sql} limit 1`, [condition.parameter]);
        const column = `${table}.${path.columns[0] ?? ''}`;
        if (rows.length > 0 && !left.includes(column)) left.push(column);
      }
    }
    return left;
  }
}

/** Whether a closer look is worth it. */
function mayHold(column: SearchedColumn): string {
  if (isLookedUp(column)) return 'false';
  const name = nameOf(column);
  switch (column.kind) {
    case 'uuid':
      return keepsOwnId(column) ? 'false' : `${name} = $3::uuid`;
    case 'bytea':
      return `exists (select from unnest($4::bytea[]) as term(bytes) where position(term.bytes in ${name}) > 0)`;
    case 'text':
    case 'json':
      return `${name}::text ilike any($1::text[]) or ${name}::text ~ any($2::text[])`;
  }
}

function countsOf(person: SubjectIdentifiers): ProbeReport['searched'] {
  return {
    addresses: soleAddresses(person).length,
    clerkIds: clerkIdsOf(person).length,
    ownIds: 1,
    fullNames: person.firstNames.length * person.lastNames.length,
    singleNames: namesAlone(person).length,
    phones: person.phones.length,
    externalIds: person.externalIds.length,
    userNames: person.userNames.length,
  };
}

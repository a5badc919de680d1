import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { type TextAt, textsIn } from '#users';
import { clerkIdsOf, type SubjectIdentifiers } from '../registry/subject-identifiers.js';
import {
  isCertain,
  possibleIn,
  type Recognition,
  recognitionOf,
  type Span,
} from '../identity/recognition.rule.js';
import type { SearchTerms } from '../identity/search-terms.rule.js';
import type { PossibleFind } from '../records/probe-report.js';
import {
  freeTextKeyOf,
  keepsClerkIds,
  keepsOwnId,
  nameOf,
  pathOfColumn,
  type SearchedColumn,
} from './searched-columns.js';

const ROWS_AT_ONCE = 500;
/** Of one column and one person; whoever has decided on so many knows what kind of text it is. */
const MAX_FINDS = 500;

interface ReadRow {
  readonly key: string;
  readonly value: unknown;
}

/** Judges the texts of a column in which a person may stand, row by row and by the one rule; in the open transaction. */
@Injectable()
export class ProbedTextsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Whether the column holds what can only be this person. */
  async holdsCertain(
    column: SearchedColumn,
    person: SubjectIdentifiers,
    terms: SearchTerms,
  ): Promise<boolean> {
    // The one query that found it was exact.
    if (column.kind === 'uuid') return true;
    const recognition = recognitionIn(column, person);
    const name = nameOf(column);
    const [where, parameters] =
      column.kind === 'bytea'
        ? [
            `exists (select from unnest($1::bytea[]) as term(bytes) where position(term.bytes in ${name}) > 0)`,
            [terms.literals.map((text) => Buffer.from(text))],
          ]
        : [
            `${name}::text ilike any($1::text[]) or ${name}::text ~ any($2::text[])`,
            [terms.certain, terms.phones],
          ];
    for await (const { value } of this.read(column, `''`, where, parameters))
      if (textsOf(value).some(({ text }) => isCertain(text, recognition))) return true;
    return false;
  }

  /** What somebody may have written about the person: a user name that is theirs for sure, and what may be theirs. */
  async readFree(
    column: SearchedColumn,
    person: SubjectIdentifiers,
    terms: SearchTerms,
  ): Promise<{ isCertain: boolean; finds: PossibleFind[] }> {
    const recognition = recognitionIn(column, person);
    const finds: PossibleFind[] = [];
    const where = `${nameOf(column)}::text ilike any($1::text[])`;
    let isTheirs = false;
    for await (const { key, value } of this.read(column, freeTextKeyOf(column) ?? `''`, where, [
      terms.freeText,
    ])) {
      for (const { path, text, isKey } of textsOf(value)) {
        isTheirs ||= isCertain(text, recognition, true);
        const spans = isKey === true ? [] : possibleIn(text, recognition);
        if (spans.length > 0 && finds.length < MAX_FINDS)
          finds.push({ place: pathOfColumn(column), rowKey: key, path, text, ...together(spans) });
      }
    }
    return { isCertain: isTheirs, finds };
  }

  private async *read(
    column: SearchedColumn,
    key: string,
    where: string,
    parameters: readonly unknown[],
  ): AsyncGenerator<ReadRow> {
    const manager = this.unitOfWork.manager();
    await manager.query(
      `declare probed_texts no scroll cursor for
       select (${key})::text as key, ${nameOf(column)} as value from ${column.table} where ${where}`,
      [...parameters],
    );
    try {
      for (;;) {
        const rows = await manager.query<ReadRow[]>(`fetch ${String(ROWS_AT_ONCE)} from probed_texts`);
        yield* rows;
        if (rows.length < ROWS_AT_ONCE) return;
      }
    } finally {
      await manager.query('close probed_texts');
    }
  }
}

/** What stands in a column by an article is no leftover there. */
function recognitionIn(column: SearchedColumn, person: SubjectIdentifiers): Recognition {
  const recognition = recognitionOf(person);
  const kept = new Set([
    ...(keepsOwnId(column) ? [person.userId] : []),
    ...(keepsClerkIds(column) ? clerkIdsOf(person) : []),
  ]);
  return { ...recognition, certain: new Set([...recognition.certain].filter((one) => !kept.has(one))) };
}

function textsOf(value: unknown): TextAt[] {
  return [...textsIn(Buffer.isBuffer(value) ? value.toString('utf8') : value)];
}

const STRENGTH: readonly Span['kind'][] = ['full name', 'shared address', 'identifier', 'name'];

function together(spans: readonly Span[]): Pick<PossibleFind, 'spans' | 'kind'> {
  const kinds = new Set(spans.map(({ kind }) => kind));
  return {
    kind: STRENGTH.find((kind) => kinds.has(kind)) ?? 'name',
    spans: spans.map(({ start, length }) => [start, length] as const),
  };
}

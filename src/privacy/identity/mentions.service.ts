import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { textsIn } from '#users';
import type { Path } from '#manifest';
import { registry } from '../registry/registry.js';
import type { FoundMentions } from '../registry/sql-of-registry.js';
import type { SubjectIdentifiers } from '../registry/subject-identifiers.js';
import { isCertain, recognitionOf } from './recognition.rule.js';
import { searchTermsOf } from './search-terms.rule.js';

/** Finds the rows in whose texts a person stands, for the paths of the registry that nothing else leads along. */
@Injectable()
export class MentionsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** In the open transaction. @param module only paths of this module's tables */
  async find(person: SubjectIdentifiers, module?: string): Promise<FoundMentions> {
    const found = new Map<Path, string[]>();
    const recognition = recognitionOf(person);
    const { certain, phones } = searchTermsOf(person);
    for (const { table, subjects, ...entry } of registry) {
      if (module !== undefined && entry.module !== module) continue;
      for (const { path } of subjects) {
        if (path.holds !== 'a mention') continue;
        const text = path.columns.map((column) => `coalesce(${column}::text, '')`).join(` || ' ' || `);
        const rows = await this.unitOfWork.manager().query<{ key: string; values: unknown }[]>(
          `select ${path.key.column} as key, jsonb_build_array(${path.columns.join(', ')}) as values from ${table}
            where (${text}) ilike any($1::text[]) or (${text}) ~ any($2::text[])`,
          [certain, phones],
        );
        const theirs = rows.filter(({ values }) =>
          [...textsIn(values)].some(({ text }) => isCertain(text, recognition)),
        );
        found.set(path, [...new Set(theirs.map(({ key }) => key))]);
      }
    }
    return found;
  }
}

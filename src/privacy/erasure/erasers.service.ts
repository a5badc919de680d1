import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { registry } from '../registry/registry.js';
import { conditionOf, erasersOf, erasingModules, type Statement } from '../registry/sql-of-registry.js';
import { MentionsService } from '../identity/mentions.service.js';
import type { SubjectIdentifiers } from '../registry/subject-identifiers.js';
import type { Certificate, ErasedTable } from '../records/certificate.js';

/** What became of the rows of one module. */
export interface ErasedModule {
  readonly tables: readonly ErasedTable[];
  readonly count: number;
}

/** Carries out what the registry says of a person's rows, in the open transaction. */
@Injectable()
export class ErasersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly mentions: MentionsService,
  ) {}

  async eraseModule(module: string, person: SubjectIdentifiers): Promise<ErasedModule> {
    return this.carryOut(erasersOf(module, person, await this.mentions.find(person, module)));
  }

  async carryOut(statements: readonly Statement[]): Promise<ErasedModule> {
    const tables: ErasedTable[] = [];
    for (const { table, sql, parameters, strategy } of statements) {
      const [, count] = await this.unitOfWork.manager().query<[unknown, number]>(sql, parameters);
      tables.push({ table, strategy, count });
    }
    return { tables, count: tables.reduce((sum, { count }) => sum + count, 0) };
  }

  /** What came in since its module was erased. */
  async eraseLate(person: SubjectIdentifiers): Promise<number> {
    let count = 0;
    for (const module of erasingModules()) count += (await this.eraseModule(module, person)).count;
    return count;
  }

  /** How many rows stay, by which article; a row that several paths lead to is one. */
  async countKept(person: SubjectIdentifiers): Promise<Certificate['kept'][number][]> {
    const kept: Certificate['kept'][number][] = [];
    for (const { table, subjects } of registry) {
      const paths = subjects.flatMap(({ path, erasure }) => {
        const condition = 'article' in erasure ? conditionOf(path, person, new Map()) : null;
        return condition === null || !('article' in erasure)
          ? []
          : [{ ...condition, article: erasure.article }];
      });
      for (const [article, group] of Map.groupBy(paths, (path) => path.article)) {
        const conditions = group.map(({ sql }, index) => sql.replaceAll('$1', `$${String(index + 1)}`));
        const [row] = await this.unitOfWork.manager().query<{ count: string }[]>(
          `select count(*) as count from ${table} where ${conditions.join(' or ')}`,
          group.map(({ parameter }) => parameter),
        );
        kept.push({ table, article, count: Number(row?.count ?? 0) });
      }
    }
    return kept;
  }
}

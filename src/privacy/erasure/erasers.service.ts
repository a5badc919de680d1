import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { registry } from '../registry/registry.js';
import { conditionOf, erasersOf, erasingModules, type Particulars } from '../registry/sql-of-registry.js';
import type { Certificate, ErasedTable } from './certificate.js';

/** Carries out what the registry says of a person's rows, in the open transaction. */
@Injectable()
export class Erasers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async erase(module: string, person: Particulars): Promise<ErasedTable[]> {
    const tables: ErasedTable[] = [];
    for (const { table, sql, parameters, strategy } of erasersOf(module, person)) {
      const [, count] = await this.unitOfWork.manager().query<[unknown, number]>(sql, parameters);
      tables.push({ table, strategy, count });
    }
    return tables;
  }

  /** What came in since its module was erased. */
  async eraseLate(person: Particulars): Promise<number> {
    let count = 0;
    for (const module of erasingModules())
      for (const table of await this.erase(module, person)) count += table.count;
    return count;
  }

  /** How many rows stay, by which article. */
  async countKept(person: Particulars): Promise<Certificate['kept'][number][]> {
    const kept = new Map<string, Certificate['kept'][number]>();
    for (const { table, subjects } of registry) {
      for (const { path, erasure } of subjects) {
        const condition = 'article' in erasure ? conditionOf(path, person) : null;
        if (condition === null || !('article' in erasure)) continue;
        const [row] = await this.unitOfWork
          .manager()
          .query<{ count: string }[]>(`select count(*) as count from ${table} where ${condition.sql}`, [
            condition.parameter,
          ]);
        const { article } = erasure;
        const count = Number(row?.count ?? 0) + (kept.get(table + article)?.count ?? 0);
        kept.set(table + article, { table, article, count });
      }
    }
    return [...kept.values()];
  }
}

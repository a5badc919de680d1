import { Injectable } from '@nestjs/common';
import type { DeclaredPermission } from '#auth';
import { UnitOfWork } from '#libs/database';
import { AuthorizationModelRow } from './authorization-model-row.entity.js';

/** Rows of `authorization_models`, in the open transaction. */
@Injectable()
export class AuthorizationModelsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The declaration that holds now; `declared` is null for the one that is known already. Null where there is none. */
  async findCurrent(knownId: string | null) {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ id: string; declared: DeclaredPermission[] | null }[]>(
        `select id, case when id = $1 then null else declared end as declared
         from authorization_models order by number desc limit 1`,
        [knownId],
      );
    return row ?? null;
  }

  /** When a model was applied; null for none of that id. */
  async findAppliedAt(id: string): Promise<Date | null> {
    const row = await this.rows().findOneBy({ id });
    return row?.appliedAt ?? null;
  }

  async insert(row: Pick<AuthorizationModelRow, 'id' | 'declared' | 'appliedAt'>): Promise<void> {
    await this.rows()
      .createQueryBuilder()
      .insert()
      .values({ ...row })
      .execute();
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(AuthorizationModelRow);
  }
}

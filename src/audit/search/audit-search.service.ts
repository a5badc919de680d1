import { Injectable } from '@nestjs/common';
import type { OrganizationScope, PlatformScope } from '#libs/database';
import { UnitOfWork } from '#libs/database';
import type { AuditRow } from '../chain/audit-row.js';
import { PersonalPart, type ReadablePart } from '../personal-part.js';
import { type AuditFilter, AuditSearchStore } from './audit-search.store.js';

export interface ReadableRow {
  readonly row: AuditRow;
  readonly personal: ReadablePart;
}

/** Finds rows of the log and makes them readable, for an organization or the platform. */
@Injectable()
export class AuditSearchService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: AuditSearchStore,
    private readonly personal: PersonalPart,
  ) {}

  /** Newest first. */
  async search(
    scope: OrganizationScope | PlatformScope,
    filter: AuditFilter,
    before: string | null,
    limit: number,
  ): Promise<ReadableRow[]> {
    return this.unitOfWork.run(scope, async () =>
      this.readable(scope, await this.rows.search(scope, filter, before, limit)),
    );
  }

  /** In the order of the chain, for a longer reading in several transactions. */
  async listSealed(
    scope: OrganizationScope | PlatformScope,
    filter: AuditFilter,
    position: { after: number; until: number; limit: number },
  ): Promise<ReadableRow[]> {
    return this.unitOfWork.run(scope, async () =>
      this.readable(scope, await this.rows.listSealed(scope, filter, position)),
    );
  }

  private async readable(
    scope: OrganizationScope | PlatformScope,
    rows: readonly AuditRow[],
  ): Promise<ReadableRow[]> {
    const parts = await this.personal.open(rows);
    return rows.map((row, index) => {
      const personal = parts[index] ?? { reason: null, client: null, isErased: false };
      // A tenant sees that staff came and why, not from where.
      const isSupportAccess = scope.kind === 'organization' && row.reason !== null;
      return { row, personal: isSupportAccess ? { ...personal, client: null } : personal };
    });
  }
}

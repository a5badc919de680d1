import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork } from '#libs/database';
import { type ErasedModule, ErasersService } from './erasers.service.js';
import { type FileFinds, LeftoversProbeService } from './leftovers-probe.service.js';
import {
  modulesOfOrganizations,
  type OrganizationIdentifiers,
  organizationErasersOf,
  tenancyCondition,
} from '../registry/sql-of-tenancies.js';
import { tenancies } from '../registry/tenancies.js';
import { unknownPerson } from '../registry/subject-identifiers.js';
import type { PlannedTable } from '../records/planned-table.js';

/** Carries out, or only counts, what the registry says of an organization's rows; in the open transaction. */
@Injectable()
export class OrganizationErasersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasers: ErasersService,
    private readonly probe: LeftoversProbeService,
  ) {}

  /** The dry run: how many rows of which table, and what becomes of them. */
  async plan(organization: OrganizationIdentifiers): Promise<PlannedTable[]> {
    const planned: PlannedTable[] = [];
    for (const tenancy of tenancies) {
      const { table, erasure } = tenancy;
      const condition = tenancyCondition(tenancy, organization);
      if (erasure === null || condition === null) continue;
      const [row] = await this.unitOfWork
        .manager()
        .query<{ count: string }[]>(`select count(*) as count from ${table} where ${condition.sql}`, [
          condition.parameter,
        ]);
      planned.push({
        table,
        strategy: erasure.does === 'delete' || erasure.does === 'null' ? erasure.does : 'keep',
        count: Number(row?.count ?? 0),
        article: 'article' in erasure ? erasure.article : null,
      });
    }
    return planned;
  }

  async eraseModule(module: string, organization: OrganizationIdentifiers): Promise<ErasedModule> {
    return this.erasers.carryOut(organizationErasersOf(module, organization));
  }

  /** Reads every file of the data folder; to be done before the transaction, which must not wait for a disk. */
  async lookIntoFiles(clerkId: string | null): Promise<FileFinds> {
    return this.probe.lookIntoFiles(wantedOf(clerkId));
  }

  /** Erases what came in since, then looks for Clerk's id in every column and file, and for rows that should be gone. */
  async lookForLeftovers(
    organization: OrganizationIdentifiers,
    files: FileFinds = { files: 0, hits: [] },
  ): Promise<{ columns: number; files: number; hits: string[] }> {
    for (const module of modulesOfOrganizations()) await this.eraseModule(module, organization);
    const left = (await this.plan(organization)).filter(
      ({ strategy, count }) => strategy !== 'keep' && count > 0,
    );
    const { report } = await this.probe.look(wantedOf(organization.clerkId), files);
    const hits = report.hits.filter((column) => !OWN_NOTES.test(column));
    return {
      columns: report.columns,
      files: report.files,
      hits: [...left.map(({ table }) => table), ...hits],
    };
  }
}

/** Our own id stays where the registry says so: an id that stands nowhere replaces it. */
function wantedOf(clerkId: string | null) {
  return unknownPerson(newId(), clerkId);
}

/** The erasure's own row, where Clerk's id stands until the end. */
const OWN_NOTES = /^public\.organization_erasures\./;

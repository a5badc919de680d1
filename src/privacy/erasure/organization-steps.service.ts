import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { OrganizationFreezeService } from '#tenants';
import { ExportFiles } from '../export/export-files.js';
import { OrganizationErasuresStore } from '../records/organization-erasures.store.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { CertifierService } from './certifier.service.js';
import type { FileFinds } from './leftovers-probe.service.js';
import { OrganizationErasersService } from './organization-erasers.service.js';
import { ORGANIZATION_STEPS, type OrganizationStep } from './step-names.js';
import { type Done, type Prepared, type Step, stepsOf, type StepWork, type Waiting } from './step.js';
import { TombstonesService } from './tombstones.service.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

/** What each step of an organization's erasure does. */
@Injectable()
export class OrganizationStepsService {
  readonly list: readonly Step<OrganizationErasure>[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: OrganizationErasuresStore,
    private readonly organizations: OrganizationFreezeService,
    private readonly files: ExportFiles,
    private readonly tombstones: TombstonesService,
    private readonly erasers: OrganizationErasersService,
    private readonly clerk: ClerkApi,
    private readonly certifier: CertifierService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {
    this.list = stepsOf(ORGANIZATION_STEPS, this.work(), (module) => ({
      run: (erasure) => this.erasers.eraseModule(module, erasure),
    }));
  }

  private work(): Record<OrganizationStep, StepWork<OrganizationErasure>> {
    return {
      freeze: { run: (erasure) => this.freeze(erasure) },
      exports: { run: async ({ organizationId }) => ({ count: await this.files.abort({ organizationId }) }) },
      tombstone: {
        prepare: async ({ id: erasureId, organizationId, requestedAt }) => {
          await this.tombstones.listOrganization(organizationId, { erasureId, requestedAt });
          return {};
        },
        run: async (erasure) => ({ count: await this.closeMirror(erasure) }),
      },
      clerk: {
        prepare: (erasure) => this.deleteAtClerk(erasure),
        run: (_, { answer = 'not asked' }) => Promise.resolve({ count: 1, answer }),
      },
      probe: {
        prepare: async ({ clerkId }) => ({ files: await this.erasers.lookIntoFiles(clerkId) }),
        run: (erasure, { files }) => this.lookForLeftovers(erasure, files),
      },
      certificate: {
        run: async (erasure) => {
          const certificate = await this.certifier.certifyOrganization(erasure);
          await this.rows.update(erasure.id, { certificate });
          return { count: 1 };
        },
      },
    };
  }

  /** From here on nobody of the organization gets in. */
  private async freeze({ id, organizationId }: OrganizationErasure): Promise<Done> {
    const clerkId = await this.organizations.freeze(organizationId);
    const begunAt = this.clock.now();
    await this.rows.update(id, { clerkId: clerkId ?? null, begunAt, blockedBy: null });
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action: 'organization.erasure_begun',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id },
    });
    return { count: clerkId === undefined ? 0 : 1 };
  }

  /** Not only the organization: what was inside must not come back either. */
  private async closeMirror({ organizationId, clerkId }: OrganizationErasure): Promise<number> {
    const inside: ['membership' | 'invitation', string][] = [];
    for (const [kind, table] of [
      ['membership', 'memberships'],
      ['invitation', 'invitations'],
    ] as const) {
      const rows = await this.unitOfWork
        .manager()
        .query<{ clerk_id: string }[]>(
          `select clerk_id from ${table} where organization_id = $1 and clerk_id is not null order by clerk_id`,
          [organizationId],
        );
      inside.push(...rows.map(({ clerk_id }): [typeof kind, string] => [kind, clerk_id]));
    }
    return this.tombstones.close(clerkId === null ? [] : [['organization', clerkId]], inside);
  }

  private async deleteAtClerk({ clerkId }: OrganizationErasure): Promise<Prepared | Waiting> {
    if (clerkId === null) return { answer: 'not at Clerk' };
    try {
      await this.clerk.deleteOrganization(clerkId);
      return { answer: 'deleted' };
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.status === 404)
        return { answer: 'no such organization' };
      if (error instanceof ClerkUnavailableError) return { waitFor: 'Clerk, which does not answer' };
      throw error;
    }
  }

  private async lookForLeftovers(erasure: OrganizationErasure, finds?: FileFinds): Promise<Done | Waiting> {
    const { hits, columns, files } = await this.erasers.lookForLeftovers(erasure, finds);
    if (hits.length > 0) return { waitFor: `what is left in ${hits.join(', ')}` };
    const looked = (table: string, count: number) => ({ table, strategy: 'probe', count });
    return { count: 0, tables: [looked('columns', columns), looked('files', files)] };
  }
}

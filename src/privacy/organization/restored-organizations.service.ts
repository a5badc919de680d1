import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import { AuditLog } from '#audit';
import { type Actor, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { type Candidate, findReturned, isOlderThan } from '../erasure/find-returned.js';
import { type OrganizationTombstone, TombstoneList } from '../erasure/tombstone-list.js';
import { advanceOrganizationErasureJob } from '../privacy.jobs.js';
import { ORGANIZATION_STEPS, OrganizationErasureRunService } from './organization-erasure-run.service.js';
import { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { OrganizationErasuresService } from './organization-erasures.service.js';
import { OrganizationTombstonesService } from './organization-tombstones.service.js';

// Whoever asked is in no list outside the database, and nobody takes their place.
const NOBODY = '00000000-0000-0000-0000-000000000000';
const AGAIN_AFTER_MS = 60_000;

/** An organization that was erased and is here again. */
export interface ReturnedOrganization {
  readonly organizationId: string;
  readonly tombstone: OrganizationTombstone;
}

export interface OrganizationErasedAgain {
  readonly organizationId: string;
  readonly erasureId: string;
  readonly outcome: 'done' | 'waiting';
  readonly waitingFor: string | null;
}

/** Compares the list of erasures with a database that a backup was restored into; see `RestoredPeopleService`. */
@Injectable()
export class RestoredOrganizationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tombstones: TombstoneList,
    private readonly tombstoneHasher: OrganizationTombstonesService,
    private readonly erasures: OrganizationErasuresService,
    private readonly run: OrganizationErasureRunService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Whether the database knows less than the list: it was restored from before an erasure. Quick. */
  async isOlderThanList(): Promise<boolean> {
    return isOlderThan(await this.tombstones.readOrganizations(), (where) =>
      this.inSystem(() => this.rows().countBy(where)),
    );
  }

  /** Every organization on the list that has a row again, but for those whose erasure is on its way. */
  async find(onProgress: (done: number) => void = () => undefined): Promise<ReturnedOrganization[]> {
    const listed = await this.tombstones.readOrganizations();
    const byHash = new Map(listed.map((each) => [each.organizationHash, each]));
    const readPage = (after: string, limit: number) =>
      this.inSystem(() => this.organizationsAfter(after, limit));
    const found = await findReturned(byHash, readPage, onProgress);
    return found.map(({ id, tombstone }) => ({ organizationId: id, tombstone }));
  }

  /** Erases each of them again, to the end as far as it goes now. May be repeated. */
  async eraseAgain(
    organizations: readonly ReturnedOrganization[],
    actor: Actor,
    onStep: (step: string) => void = () => undefined,
  ): Promise<OrganizationErasedAgain[]> {
    const results: OrganizationErasedAgain[] = [];
    for (const organization of organizations) {
      const erasureId = await this.inSystem(() => this.reopen(organization, actor));
      await this.run.advance(erasureId, onStep);
      const row = await this.run.find(erasureId);
      const outcome = row?.status === 'done' ? 'done' : 'waiting';
      const { organizationId } = organization;
      results.push({ organizationId, erasureId, outcome, waitingFor: row?.waitingFor ?? null });
    }
    return results;
  }

  /** The row of the backup if it has one, whatever it waited for then, else one like it; every step is done anew. */
  private async reopen({ organizationId, tombstone }: ReturnedOrganization, actor: Actor): Promise<string> {
    const now = this.clock.now();
    const again = {
      status: 'running' as const,
      cause: 'restored backup' as const,
      eraseAfter: now,
      begunAt: null,
      blockedBy: null,
      waitingFor: null,
      clerkId: null,
      steps: ORGANIZATION_STEPS.map((name) => ({ name, status: 'pending' as const, count: 0 })),
      certificate: null,
      finishedAt: null,
    };
    // One that is open comes first: there is never a second one of the same organization.
    const known =
      (await this.rows().findOneBy({ organizationId, status: Not(In(['done', 'cancelled'])) })) ??
      (await this.rows().findOneBy({ id: tombstone.erasureId }));
    const id = known?.id ?? tombstone.erasureId;
    if (known !== null) await this.rows().update({ id }, again);
    else
      await this.rows().insert({
        ...again,
        id,
        organizationId,
        requestedBy: NOBODY,
        approvedBy: null,
        sealedReason: null,
        requestedAt: new Date(tombstone.requestedAt),
        planned: await this.erasures.planIn(organizationId),
      });
    await this.audit.record({
      actor,
      action: 'organization.returned',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id },
    });
    // Whatever it has to wait for now, the service goes on with it.
    const startAfter = new Date(now.getTime() + AGAIN_AFTER_MS);
    await this.jobs.enqueue(advanceOrganizationErasureJob, { erasureId: id }, { startAfter });
    return id;
  }

  /** Those whose erasure is not on its way, with the hash of each. */
  private async organizationsAfter(after: string, limit: number): Promise<Candidate[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select id from organizations
        where id > $1 and not exists (select from organization_erasures e where e.organization_id = organizations.id
                                        and e.status in ('running', 'waiting') and e.begun_at is not null)
        order by id limit $2`,
      [after, limit],
    );
    const organizations = [];
    for (const { id } of rows) organizations.push({ id, hash: await this.tombstoneHasher.hashOf(id) });
    return organizations;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(OrganizationErasure);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}

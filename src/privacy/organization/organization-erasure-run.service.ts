import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import { systemScope } from '#auth';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { OrganizationFreezeService } from '#tenants';
import type { ErasureStep } from '../records/privacy-erasure.entity.js';
import type { FileFinds } from '../erasure/leftovers-probe.service.js';
import { ExportFiles } from '../export/export-files.js';
import { modulesOfOrganizations } from '../registry/sql-of-tenancies.js';
import { OrganizationCertifierService } from './organization-certifier.service.js';
import { OrganizationErasersService } from './organization-erasers.service.js';
import { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { OrganizationTombstonesService } from './organization-tombstones.service.js';
import { OrganizationHoldsService } from './organization-holds.service.js';

const ACTOR = { kind: 'system', name: 'privacy' } as const;
const ERASE = 'erase ';

/** Every step in order: closed first, here before Clerk, and nothing is certified before it was looked for. */
export const ORGANIZATION_STEPS: readonly string[] = [
  'freeze',
  'exports',
  'tombstone',
  ...modulesOfOrganizations().map((module) => ERASE + module),
  'clerk',
  'probe',
  'certificate',
];

export type OrganizationOutcome = 'stepped' | 'waiting' | 'over';
type Done = Partial<Omit<ErasureStep, 'name' | 'status'>> & { readonly count: number };

/** What came of the part of a step that lies outside the database. */
interface Prepared {
  readonly answer?: string;
  readonly files?: FileFinds;
}

/**
 * Carries the erasure of an organization out, one durable step at a time, each in a transaction together with the mark
 * that it is done; killed anywhere, or run twice at once, it goes on with the step that is not done.
 */
@Injectable()
export class OrganizationErasureRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly holds: OrganizationHoldsService,
    private readonly erasers: OrganizationErasersService,
    private readonly certifier: OrganizationCertifierService,
    private readonly files: ExportFiles,
    private readonly tombstoneHasher: OrganizationTombstonesService,
    private readonly organizations: OrganizationFreezeService,
    private readonly clerk: ClerkApi,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  /**
   * As far as it goes now.
   *
   * @param onStep is told of each step that begins
   * @returns whether it is to be tried again later
   */
  async advance(
    id: string,
    onStep: (step: string) => void = () => undefined,
  ): Promise<Exclude<OrganizationOutcome, 'stepped'>> {
    for (;;) {
      const outcome = await this.step(id, onStep);
      if (outcome !== 'stepped') return outcome;
    }
  }

  async find(id: string): Promise<OrganizationErasure | null> {
    return this.inSystem(() => this.rows().findOneBy({ id }));
  }

  async step(id: string, onStep: (step: string) => void = () => undefined): Promise<OrganizationOutcome> {
    const begun = await this.begin(id);
    if (typeof begun === 'string') return begun;
    const { step, erasure } = begun;
    onStep(step);
    try {
      const prepared = await this.prepare(step, erasure);
      if ('waitFor' in prepared) return await this.wait(id, prepared.waitFor);
      const waitFor = await this.inSystem(() => this.finish(id, step, prepared));
      return waitFor === null ? 'stepped' : await this.wait(id, waitFor);
    } catch (error) {
      this.logger.error({
        msg: `an organization's erasure failed in its step ${step}`,
        erasureId: id,
        err: error,
      });
      return this.wait(id, `the step ${step}, which failed`);
    }
  }

  private async begin(
    id: string,
  ): Promise<OrganizationOutcome | { step: string; erasure: OrganizationErasure }> {
    return this.inSystem(async () => {
      const erasure = await this.lock(id);
      const { status, begunAt, eraseAfter } = erasure;
      if (['done', 'cancelled', 'awaiting_approval'].includes(status)) return 'over';
      if (eraseAfter > this.clock.now()) return 'waiting';
      const next = erasure.steps.find((step) => step.status === 'pending');
      if (next === undefined) return 'over';
      if (begunAt === null) {
        const article = await this.heldBy(erasure);
        if (article !== null) return this.block(erasure, article);
      }
      await this.rows().update(
        { id },
        { status: 'running', blockedBy: null, begunAt: begunAt ?? this.clock.now() },
      );
      return { step: next.name, erasure };
    });
  }

  /**
   * The article of a hold that stands, under the lock that new ones wait for. Holds of a restored backup were looked
   * at before the organization was erased first.
   */
  private async heldBy({ organizationId, cause }: OrganizationErasure): Promise<string | null> {
    await this.holds.lock(organizationId);
    if (cause === 'restored backup') return null;
    const standing = (await this.holds.lookAt(organizationId)).find(({ releasedAt }) => releasedAt === null);
    return standing?.article ?? null;
  }

  /** @returns what it has to wait for, or null when the step is done */
  private async finish(id: string, step: string, prepared: Prepared): Promise<string | null> {
    const row = await this.lock(id);
    const place = row.steps.findIndex(({ name }) => name === step);
    if (row.steps[place]?.status !== 'pending') return null;
    const done = await this.carryOut(step, row, prepared);
    if ('waitFor' in done) return done.waitFor;
    const steps = row.steps.map((each, index) =>
      index === place ? { ...each, ...done, status: 'done' as const } : each,
    );
    const isLast = place === steps.length - 1;
    await this.rows().update(
      { id },
      {
        steps,
        waitingFor: null,
        ...(isLast
          ? { status: 'done', finishedAt: this.clock.now(), clerkId: null, sealedReason: null }
          : { status: 'running' }),
      },
    );
    return null;
  }

  private async carryOut(
    step: string,
    row: OrganizationErasure,
    { answer, files }: Prepared,
  ): Promise<Done | { waitFor: string }> {
    const { organizationId, clerkId } = row;
    if (step.startsWith(ERASE)) {
      const tables = await this.erasers.erase(step.slice(ERASE.length), { organizationId, clerkId });
      return { tables, count: tables.reduce((sum, { count }) => sum + count, 0) };
    }
    switch (step) {
      case 'freeze':
        return this.freeze(row);
      case 'exports':
        return { count: await this.files.abort({ organizationId }) };
      case 'tombstone':
        return { count: await this.tombstoneHasher.bury(row) };
      case 'clerk':
        return { count: 1, answer: answer ?? 'not asked' };
      case 'probe': {
        const found = await this.erasers.lookForLeftovers({ organizationId, clerkId }, files);
        const { hits, columns } = found;
        if (hits.length > 0) return { waitFor: `what is left in ${hits.join(', ')}` };
        const looked = (table: string, count: number) => ({ table, strategy: 'probe', count });
        return { count: 0, tables: [looked('columns', columns), looked('files', found.files)] };
      }
      case 'certificate':
        await this.certifier.certify(row);
        return { count: 1 };
      default:
        throw new Error(`an organization's erasure has no step ${step}`);
    }
  }

  /** From here on nobody of the organization gets in. */
  private async freeze({ id, organizationId }: OrganizationErasure): Promise<Done> {
    const clerkId = await this.organizations.freeze(organizationId);
    await this.rows().update({ id }, { clerkId: clerkId ?? null });
    await this.audit.record({
      actor: ACTOR,
      action: 'organization.erasure_begun',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id },
    });
    return { count: clerkId === undefined ? 0 : 1 };
  }

  /** What lies outside the database comes before a step's transaction, and may be repeated. */
  private async prepare(step: string, erasure: OrganizationErasure): Promise<Prepared | { waitFor: string }> {
    const { clerkId } = erasure;
    if (step === 'tombstone') await this.tombstoneHasher.list(erasure);
    if (step === 'probe') return { files: await this.erasers.lookIntoFiles(clerkId) };
    if (step !== 'clerk') return {};
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

  private async block(
    { id, status, organizationId }: OrganizationErasure,
    article: string,
  ): Promise<OrganizationOutcome> {
    if (status === 'blocked') return 'waiting';
    await this.rows().update({ id }, { status: 'blocked', blockedBy: article });
    await this.audit.record({
      actor: ACTOR,
      action: 'organization.erasure_blocked',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id, article },
    });
    return 'waiting';
  }

  private async wait(id: string, waitingFor: string): Promise<'waiting'> {
    await this.inSystem(() =>
      this.rows().update({ id, status: 'running' }, { status: 'waiting', waitingFor }),
    );
    return 'waiting';
  }

  private async lock(id: string): Promise<OrganizationErasure> {
    return this.rows()
      .createQueryBuilder('erasure')
      .setLock('pessimistic_write')
      .where('erasure.id = :id', { id })
      .getOneOrFail();
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(OrganizationErasure);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}

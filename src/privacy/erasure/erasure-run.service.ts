import { Injectable } from '@nestjs/common';
import { AuditHead, AuditLog, DocumentSigner, SubjectKeys } from '#audit';
import { OWNER_ROLE, systemScope } from '#auth';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { MirrorGate, User } from '#users';
import { ExportFiles } from '../export/export-files.js';
import { PrivacyHold, PrivacyRequest } from '../privacy.entities.js';
import { registry } from '../registry/registry.js';
import { erasersOf, erasingModules } from '../registry/sql-of-registry.js';
import { type Certificate, CERTIFICATE_TYPE } from './certificate.js';
import { OwnershipRule } from './ownership.service.js';
import { ParticularsService } from './particulars.service.js';
import { type ErasureStep, PrivacyErasure } from './privacy-erasure.entity.js';
import { LeftoversProbe } from './probe.service.js';
import { Returners } from './returners.service.js';

const ACTOR = { kind: 'system', name: 'privacy' } as const;
const BACKUPS_DAYS = 30;
const DAY_MS = 86_400_000;

/** Every step in order. The modules stand between the grave and Clerk; the key goes last. */
export const STEP_NAMES: readonly string[] = [
  'freeze',
  'exports',
  'ownership',
  'grave',
  ...erasingModules().map((module) => `erase ${module}`),
  'clerk',
  'processors',
  'probe',
  'certificate',
  'key',
];

type Outcome = 'stepped' | 'waiting' | 'over';
type Done = Pick<ErasureStep, 'count'> & Partial<Pick<ErasureStep, 'tables'>>;

/** Carries an erasure out, one durable step at a time; killed anywhere, it goes on with the step that is not done. */
@Injectable()
export class ErasureRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly particulars: ParticularsService,
    private readonly ownership: OwnershipRule,
    private readonly gate: MirrorGate,
    private readonly returners: Returners,
    private readonly probe: LeftoversProbe,
    private readonly files: ExportFiles,
    private readonly clerk: ClerkApi,
    private readonly keys: SubjectKeys,
    private readonly signer: DocumentSigner,
    private readonly head: AuditHead,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** As far as it goes now. @returns whether it is to be tried again later */
  async advance(id: string): Promise<'over' | 'waiting'> {
    for (;;) {
      const outcome = await this.step(id);
      if (outcome !== 'stepped') return outcome;
    }
  }

  /** One step; each is a transaction of its own, together with the mark that it is done. */
  async step(id: string): Promise<Outcome> {
    const next = await this.begin(id);
    if (typeof next === 'string') return next;
    const { name, erasure } = next;
    if (name === 'grave') await this.returners.note(erasure.id, erasure.userId);
    if (name === 'clerk' && !(await this.eraseAtClerk(erasure))) return this.wait(id);
    const isDone = await this.inSystem(async () => {
      const row = await this.lock(id);
      const place = row.steps.findIndex((step) => step.name === name);
      if (row.steps[place]?.status !== 'pending') return true;
      const done = await this.carryOut(name, row);
      if (done === null) return false;
      const steps = row.steps.map((step, index) =>
        index === place ? { ...step, ...done, status: 'done' as const } : step,
      );
      const isLast = place === steps.length - 1;
      await this.rows().update(
        { id },
        {
          steps,
          status: isLast ? 'done' : 'running',
          ...(isLast ? { finishedAt: this.clock.now(), sealedParticulars: null, sealedReason: null } : {}),
        },
      );
      return true;
    });
    return isDone ? 'stepped' : this.wait(id);
  }

  /** Decides whether it may go on, under the lock of the row. */
  private async begin(id: string): Promise<Outcome | { name: string; erasure: PrivacyErasure }> {
    return this.inSystem(async () => {
      const erasure = await this.lock(id);
      const { status, userId, eraseAfter } = erasure;
      if (status === 'done' || status === 'cancelled' || status === 'awaiting_approval') return 'over';
      if (eraseAfter > this.clock.now()) return 'waiting';
      const hasBegun = erasure.steps.some((step) => step.status === 'done');
      const hold = hasBegun
        ? null
        : await this.unitOfWork
            .manager()
            .getRepository(PrivacyHold)
            .createQueryBuilder('hold')
            .where('hold.user_id = :userId and hold.released_at is null', { userId })
            .orderBy('hold.placed_at')
            .getOne();
      if (hold !== null) {
        if (status !== 'blocked') {
          await this.rows().update({ id }, { status: 'blocked', blockedBy: hold.article });
          await this.audit.record({
            actor: ACTOR,
            action: 'privacy.erasure_blocked',
            target: { kind: 'user', id: userId },
            change: { erasureId: id, article: hold.article },
          });
        }
        return 'waiting';
      }
      if (status !== 'running') await this.rows().update({ id }, { status: 'running' });
      const next = erasure.steps.find((step) => step.status === 'pending');
      return next === undefined ? 'over' : { name: next.name, erasure };
    });
  }

  /** @returns null when it has to wait */
  private async carryOut(name: string, erasure: PrivacyErasure): Promise<Done | null> {
    if (name.startsWith('erase ')) return this.erase(name.slice('erase '.length), erasure);
    switch (name) {
      case 'freeze':
        return this.freeze(erasure);
      case 'exports':
        return { count: await this.files.abortAll(erasure.userId) };
      case 'ownership': {
        const heirs = await this.ownership.handOver(erasure.userId);
        const kept = { ...(await this.particulars.open(erasure)), heirs };
        await this.rows().update(
          { id: erasure.id },
          { sealedParticulars: await this.particulars.seal(erasure.id, kept) },
        );
        return { count: heirs.length };
      }
      case 'grave':
        return this.bury(erasure);
      case 'clerk':
      case 'processors':
        // Clerk is the only processor that this service hands personal data to.
        return { count: 1 };
      case 'probe':
        return this.lookForLeftovers(erasure);
      case 'certificate':
        return this.certify(erasure);
      case 'key':
        return { count: (await this.keys.shred(erasure.userId)) ? 1 : 0 };
      default:
        throw new Error(`an erasure has no step ${name}`);
    }
  }

  private async freeze(erasure: PrivacyErasure): Promise<Done> {
    const person = await this.particulars.collect(erasure.userId);
    if (person === null) return { count: 0 };
    const now = this.clock.now();
    const sealedParticulars = await this.particulars.seal(erasure.id, { ...person, heirs: [] });
    await this.rows().update({ id: erasure.id }, { sealedParticulars });
    await this.unitOfWork
      .manager()
      .getRepository(User)
      .update({ id: erasure.userId }, { banned: true, sessionsInvalidBefore: now, sourceUpdatedAt: now });
    await this.audit.record({
      actor: ACTOR,
      action: 'privacy.erasure_begun',
      target: { kind: 'user', id: erasure.userId },
      change: { erasureId: erasure.id },
    });
    return { count: 1 };
  }

  private async bury(erasure: PrivacyErasure): Promise<Done> {
    const { clerkId } = await this.particulars.open(erasure);
    if (clerkId === null) return { count: 0 };
    await this.gate.enter('user', clerkId);
    await this.gate.close('user', clerkId, this.clock.now());
    return { count: 1 };
  }

  private async erase(module: string, erasure: PrivacyErasure): Promise<Done> {
    const person = await this.particulars.open(erasure);
    const tables = [];
    for (const { table, sql, parameters, strategy } of erasersOf(module, person)) {
      const [, count] = await this.unitOfWork.manager().query<[unknown, number]>(sql, parameters);
      tables.push({ table, strategy, count });
    }
    return { tables, count: tables.reduce((sum, { count }) => sum + count, 0) };
  }

  /** Heirs first, so that no organization is without an owner there; then the person. 404 is as good as done. */
  private async eraseAtClerk(erasure: PrivacyErasure): Promise<boolean> {
    const { clerkId, heirs } = await this.inSystem(() => this.particulars.open(erasure));
    try {
      for (const { organization, user } of heirs)
        await ignoringMissing(() => this.clerk.updateMembership(organization, user, OWNER_ROLE));
      if (clerkId !== null) await ignoringMissing(() => this.clerk.deleteUser(clerkId));
      return true;
    } catch (error) {
      if (error instanceof ClerkUnavailableError) return false;
      throw error;
    }
  }

  /** What came in while the erasure ran is erased as well; what is not applied yet is waited for. */
  private async lookForLeftovers(erasure: PrivacyErasure): Promise<Done | null> {
    for (const module of erasingModules()) await this.erase(module, erasure);
    const { hits, columns, files } = await this.probe.look(await this.particulars.open(erasure));
    if (hits.length > 0) return null;
    return {
      count: 0,
      tables: [
        { table: 'columns', strategy: 'probe', count: columns },
        { table: 'files', strategy: 'probe', count: files },
      ],
    };
  }

  private async certify(erasure: PrivacyErasure): Promise<Done> {
    const now = this.clock.now();
    await this.audit.record({
      actor: ACTOR,
      action: 'subject.erased',
      target: { kind: 'user', id: erasure.userId },
      change: { erasureId: erasure.id },
    });
    const probe = erasure.steps.find(({ name }) => name === 'probe')?.tables ?? [];
    const document: Certificate = {
      erasureId: erasure.id,
      requestedAt: erasure.requestedAt.toISOString(),
      dueAt: erasure.dueAt.toISOString(),
      completedAt: now.toISOString(),
      inTime: now <= erasure.dueAt,
      modules: erasure.steps.flatMap(({ name, tables }) =>
        name.startsWith('erase ')
          ? [{ module: name.slice('erase '.length), tables: [...(tables ?? [])] }]
          : [],
      ),
      kept: registry.flatMap(({ table, subjects }) =>
        subjects.flatMap(({ erasure: what }) =>
          'article' in what ? [{ table, article: what.article }] : [],
        ),
      ),
      holds: erasure.blockedBy === null ? [] : [erasure.blockedBy],
      processors: [{ name: 'Clerk', answer: 'deleted' }],
      probe: { columns: probe[0]?.count ?? 0, files: probe[1]?.count ?? 0, hits: 0 },
      backupsExpireBy: new Date(now.getTime() + BACKUPS_DAYS * DAY_MS).toISOString(),
      auditHead: await this.head.current(),
    };
    await this.rows().update(
      { id: erasure.id },
      { certificate: this.signer.sign(CERTIFICATE_TYPE, document) },
    );
    await this.unitOfWork
      .manager()
      .getRepository(PrivacyRequest)
      .update({ id: erasure.id }, { closedAt: now });
    return { count: 1 };
  }

  private async wait(id: string): Promise<Outcome> {
    await this.inSystem(() => this.rows().update({ id, status: 'running' }, { status: 'waiting' }));
    return 'waiting';
  }

  private async lock(id: string): Promise<PrivacyErasure> {
    return this.rows()
      .createQueryBuilder('erasure')
      .setLock('pessimistic_write')
      .where('erasure.id = :id', { id })
      .getOneOrFail();
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyErasure);
  }

  private inSystem<T>(work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(systemScope('privacy'), work);
  }
}

async function ignoringMissing(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof ClerkRefusedError && error.status === 404)) throw error;
  }
}

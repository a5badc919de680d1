import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, authErrors, type Caller, found, parseReference, type Permission } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { UserLookupService } from '#users';
import type { Law } from '../deadline/deadline.rule.js';
import { privacyErrors } from '../privacy.errors.js';
import { runBulkJob } from '../privacy.jobs.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { BulksStore } from './bulks.store.js';
import type { PrivacyBulkItem } from '../records/privacy-bulk-item.entity.js';
import type { BulkAction, PrivacyBulk } from '../records/privacy-bulk.entity.js';
import { PRIVACY } from '../privacy.scope.js';

export interface BulkWish {
  readonly action: BulkAction;
  readonly people: readonly string[];
  readonly dryRun: boolean;
  readonly law?: Law;
  readonly purposes?: readonly string[];
  readonly gracePeriodDays?: number;
}

/** A bulk with its figures: how many people ended in which way. */
export interface BulkProgress {
  readonly bulk: PrivacyBulk;
  readonly counts: Readonly<Record<string, number>>;
  /** People who are dealt with. */
  readonly done: number;
}

const PERMISSIONS: Readonly<Record<BulkAction, Permission>> = {
  export: 'platform:privacy:export',
  erase: 'platform:privacy:erase',
  object: 'platform:privacy:manage',
};

/** Bulk work of compliance staff; what then happens is `BulkRunService`. */
@Injectable()
export class BulksService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly bulks: BulksStore,
    private readonly users: UserLookupService,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Files the list at once; the requests follow one by one. Ids that lead to nobody are not kept. */
  async start(caller: Caller, wish: BulkWish): Promise<BulkProgress> {
    const { action, people, dryRun, law = 'gdpr', purposes = [], gracePeriodDays = null } = wish;
    checkOptions(wish);
    this.checkPermission(caller, action);
    return this.unitOfWork.run(PRIVACY, async () => {
      const id = newId();
      const createdAt = this.clock.now();
      const items = await this.itemsOf(id, people, createdAt);
      const bulk: PrivacyBulk = {
        id,
        action,
        law,
        purposes: [...purposes],
        gracePeriodDays,
        dryRun,
        status: 'running',
        requestedBy: caller.userId,
        approvedBy: null,
        total: items.length,
        createdAt,
        finishedAt: null,
      };
      await this.bulks.insert(bulk, items);
      await this.unitOfWork.made(id);
      await this.jobs.enqueue(runBulkJob, { bulkId: id });
      await this.note(caller, 'privacy.bulk_started', id, { action, law, dryRun, people: items.length });
      return this.progressOf(bulk);
    });
  }

  async get(id: string): Promise<BulkProgress> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const bulk = found(await this.bulks.find(id));
      return this.progressOf(bulk);
    });
  }

  async list(before: string | null, limit: number): Promise<BulkProgress[]> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const listed: BulkProgress[] = [];
      for (const bulk of await this.bulks.list(before, limit)) listed.push(await this.progressOf(bulk));
      return listed;
    });
  }

  async listItems(id: string, after: number, limit: number): Promise<PrivacyBulkItem[]> {
    await this.get(id);
    return this.unitOfWork.run(PRIVACY, () => this.bulks.listItems(id, after, limit));
  }

  /** Nobody further is asked for; what was asked for stands, and each request can be cancelled by itself. */
  async cancel(caller: Caller, id: string): Promise<BulkProgress> {
    return this.change(id, async (bulk) => {
      if (bulk.status !== 'running') throw privacyErrors.bulkOver();
      await this.note(caller, 'privacy.bulk_cancelled', id, {});
      return { status: 'cancelled', finishedAt: this.clock.now() };
    });
  }

  /** Approves, as a second person, every erasure that the bulk asked for. */
  async approve(caller: Caller, id: string): Promise<BulkProgress> {
    this.checkPermission(caller, 'erase');
    return this.change(id, async (bulk) => {
      const isAwaiting = bulk.action === 'erase' && !bulk.dryRun && bulk.status === 'done';
      if (!isAwaiting || bulk.approvedBy !== null) throw privacyErrors.bulkNotAwaiting();
      if (bulk.requestedBy === caller.userId) throw privacyErrors.secondPerson();
      await this.bulks.reopenAsked(id);
      await this.jobs.enqueue(runBulkJob, { bulkId: id });
      await this.note(caller, 'privacy.bulk_approved', id, {});
      return { status: 'running', approvedBy: caller.userId, finishedAt: null };
    });
  }

  private checkPermission(caller: Caller, action: BulkAction): void {
    if (!this.requestFactory.may(caller, PERMISSIONS[action]))
      throw authErrors.permissionMissing(PERMISSIONS[action]);
  }

  private async itemsOf(bulkId: string, people: readonly string[], now: Date): Promise<PrivacyBulkItem[]> {
    const references = people.map((text) => parseReference(text, 'user'));
    const found = await this.users.listIds(references.flatMap((reference) => reference ?? []));
    const seen = new Set<string>();
    return references.map((reference, position) => {
      const name = reference?.kind === 'id' ? reference.id : reference?.clerkId;
      const userId = name === undefined ? null : (found.get(name) ?? null);
      const item = { bulkId, position, userId, code: null, requestId: null };
      if (userId === null) return { ...item, result: 'unknown', settledAt: now };
      if (seen.has(userId)) return { ...item, result: 'duplicate', settledAt: now };
      seen.add(userId);
      return { ...item, result: 'pending', settledAt: null };
    });
  }

  private async change(
    id: string,
    decideChange: (bulk: PrivacyBulk) => Promise<Partial<PrivacyBulk>>,
  ): Promise<BulkProgress> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const bulk = found(await this.bulks.lock(id));
      const change = await decideChange(bulk);
      await this.bulks.update(id, change);
      return this.progressOf({ ...bulk, ...change });
    });
  }

  private async progressOf(bulk: PrivacyBulk): Promise<BulkProgress> {
    const open = await this.bulks.countOpen(bulk.id);
    return { bulk, counts: await this.bulks.counts(bulk.id), done: bulk.total - open };
  }

  private async note(
    caller: Caller,
    action: Parameters<AuditLog['record']>[0]['action'],
    id: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({ actor: actorOf(caller), action, target: { kind: 'privacy_bulk', id }, change });
  }
}

/** @throws AppError when an option belongs to another action */
function checkOptions({ action, purposes = [], gracePeriodDays }: BulkWish): void {
  const purposesFit = action === 'object' ? purposes.length > 0 : purposes.length === 0;
  if (!purposesFit || (action !== 'erase' && gracePeriodDays !== undefined)) throw privacyErrors.bulkAction();
}

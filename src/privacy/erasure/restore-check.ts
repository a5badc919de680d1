import { type Actor } from '#auth';
import type { UnitOfWork } from '#libs/database';
import type { JobQueue } from '#libs/jobs';
import type { Clock } from '#libs/time';
import type { ErasureRecord } from '../records/erasure-record.js';
import type { ErasureRunService } from './erasure-run.service.js';
import type { ErasureSubject } from './erasure-subject.js';
import { findReturned, isOlderThan } from './find-returned.js';
import { pending } from './step-names.js';
import { PRIVACY } from '../privacy.scope.js';

/** A line of the list of erasures, of whichever subject. */
interface Listed {
  readonly erasureId: string;
  readonly requestedAt: string;
}

/** Who was erased and is here again. */
export interface Returned<Line> {
  /** Our id of the person or organization. */
  readonly id: string;
  readonly tombstone: Line;
}

export interface ErasedAgain {
  readonly id: string;
  readonly erasureId: string;
  readonly outcome: 'done' | 'waiting';
  readonly waitingFor: string | null;
}

/** Compares the list of erasures, which lies outside the database, with a database that a backup was restored into. */
export abstract class RestoreCheck<Row extends ErasureRecord, Line extends Listed> {
  protected constructor(
    protected readonly unitOfWork: UnitOfWork,
    private readonly subject: ErasureSubject<Row>,
    private readonly run: ErasureRunService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** What stands on the list, by the hash of whom it was about. */
  protected abstract listed(): Promise<ReadonlyMap<string, Line>>;

  /** Those here whose erasure is not on its way, in the order of their ids; in the open transaction. */
  protected abstract idsAfter(after: string, limit: number): Promise<{ id: string }[]>;

  /** The hash that would stand on the list; in the open transaction. */
  protected abstract hashOf(id: string): Promise<string>;

  /** What the row of the erasure said, where the backup has none; in the open transaction. */
  protected abstract rowOf(id: string, line: Line): Promise<Partial<Row>>;

  /** Tells the audit log; in the open transaction. */
  protected abstract note(id: string, erasureId: string, actor: Actor): Promise<void>;

  /** Whether the database knows less than the list: it was restored from before an erasure. Quick. */
  async isOlderThanList(): Promise<boolean> {
    return isOlderThan([...(await this.listed()).values()], (where) =>
      this.unitOfWork.run(PRIVACY, () => this.subject.rows.countBy(where)),
    );
  }

  /** Everybody on the list who is here again, but for those whose erasure is on its way. */
  async find(onProgress: (done: number) => void = () => undefined): Promise<Returned<Line>[]> {
    const readPage = (after: string, limit: number) =>
      this.unitOfWork.run(PRIVACY, async () => {
        const candidates: { id: string; hash: string }[] = [];
        for (const { id } of await this.idsAfter(after, limit))
          candidates.push({ id, hash: await this.hashOf(id) });
        return candidates;
      });
    return findReturned(await this.listed(), readPage, onProgress);
  }

  /** Erases each of them again, to the end as far as it goes now. May be repeated. */
  async eraseAgain(
    returned: readonly Returned<Line>[],
    actor: Actor,
    onStep: (step: string) => void = () => undefined,
  ): Promise<ErasedAgain[]> {
    const results: ErasedAgain[] = [];
    for (const each of returned) {
      const erasureId = await this.unitOfWork.run(PRIVACY, () => this.reopen(each, actor));
      await this.run.advance(erasureId, { now: true, onStep });
      const row = await this.unitOfWork.run(PRIVACY, () => this.subject.rows.find(erasureId));
      const outcome = row?.status === 'done' ? 'done' : 'waiting';
      results.push({ id: each.id, erasureId, outcome, waitingFor: row?.waitingFor ?? null });
    }
    return results;
  }

  /** The row of the backup if it has one, whatever it waited for then, else one like it; every step is done anew. */
  private async reopen({ id, tombstone }: Returned<Line>, actor: Actor): Promise<string> {
    const { rows, steps, goingOn, forgotten, retryAfterMs, job } = this.subject;
    const now = this.clock.now();
    const again: Partial<ErasureRecord> = {
      status: 'running',
      cause: 'restored backup',
      eraseAfter: now,
      begunAt: null,
      blockedBy: null,
      waitingFor: null,
      steps: pending(steps.map(({ name }) => name)),
      certificate: null,
      finishedAt: null,
    };
    const change = { ...again, ...goingOn, ...forgotten } as Partial<Row>;
    // One that is open comes first: there is never a second one of the same subject.
    const known = (await rows.findOpen(id)) ?? (await rows.find(tombstone.erasureId));
    const erasureId = known?.id ?? tombstone.erasureId;
    if (known !== null) await rows.update(erasureId, change);
    else
      await rows.insert({
        ...change,
        id: erasureId,
        approvedBy: null,
        sealedReason: null,
        requestedAt: new Date(tombstone.requestedAt),
        ...(await this.rowOf(id, tombstone)),
      });
    await this.note(id, erasureId, actor);
    // Whatever it has to wait for now, the service goes on with it.
    if (retryAfterMs !== null) {
      const startAfter = new Date(now.getTime() + retryAfterMs);
      await this.jobs.enqueue(job, { erasureId }, { startAfter });
    }
    return erasureId;
  }
}

import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { UnitOfWork } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { errorCode } from '../error-code.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import type { ErasureRecord } from '../records/erasure-record.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import type { ErasureSubject } from './erasure-subject.js';
import { OrganizationSubjectService } from './organization-subject.service.js';
import { PersonSubjectService } from './person-subject.service.js';
import { isWaiting, type Prepared, type Step, type Waiting } from './step.js';
import { moduleOf } from './step-names.js';
import { PRIVACY } from '../privacy.scope.js';

/** What came of a try: a step is done, it has to be tried later, somebody must act first, or there is nothing to do. */
export type Tried = 'stepped' | 'waiting' | 'blocked' | 'over';
type Begun = { readonly step: Step<ErasureRecord>; readonly erasure: ErasureRecord } | Tried;

/**
 * Carries an erasure out, a person's or an organization's, one durable step at a time. What lies outside the database
 * comes before a step's transaction and may be repeated; the rest is one transaction together with the mark that the
 * step is done. Killed anywhere, or run twice at once, it goes on with the step that is not done.
 */
@Injectable()
export class ErasureRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PersonSubjectService,
    private readonly organizations: OrganizationSubjectService,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** Whom there can be erasures of. */
  get subjects(): readonly ErasureSubject[] {
    return [this.people, this.organizations];
  }

  /**
   * As far as it goes now; what cannot go on is tried again by a job.
   *
   * @param options.now does not wait for the time of the next try
   * @param options.onStep is told of each step that begins
   */
  async advance(
    id: string,
    options: { now?: boolean; onStep?: (step: string) => void } = {},
  ): Promise<Exclude<Tried, 'stepped'>> {
    const subject = await this.subjectOf(id);
    let untilNextTry = options.now !== true;
    for (;;) {
      const tried = await this.stepOf(subject, id, { untilNextTry, ...options });
      if (tried !== 'stepped') return tried;
      untilNextTry = true;
    }
  }

  async find(id: string): Promise<PrivacyErasure | OrganizationErasure | null> {
    return this.unitOfWork.run(
      PRIVACY,
      async () => (await this.people.rows.find(id)) ?? (await this.organizations.rows.find(id)),
    );
  }

  /** One step, without waiting for the time of the next try. */
  async step(id: string): Promise<Tried> {
    return this.stepOf(await this.subjectOf(id), id, { untilNextTry: false });
  }

  private async stepOf(
    subject: ErasureSubject,
    id: string,
    { untilNextTry, onStep }: { untilNextTry: boolean; onStep?: (step: string) => void },
  ): Promise<Tried> {
    const begun = await this.begin(subject, id, untilNextTry);
    if (typeof begun === 'string') return begun;
    const { step, erasure } = begun;
    onStep?.(step.name);
    try {
      const prepared = (await step.prepare?.(erasure)) ?? {};
      if (isWaiting(prepared)) return await this.wait(subject, id, prepared.waitFor);
      const result = await this.unitOfWork.run(PRIVACY, () => this.finish(subject, id, step, prepared));
      return isWaiting(result) ? await this.wait(subject, id, result.waitFor) : result;
    } catch (error) {
      // Never stuck in silence: a full disk, a refusal and a bug of ours all wait where somebody sees them.
      this.logger.error({ msg: `an erasure could not do its step ${step.name}`, erasureId: id, err: error });
      return this.wait(subject, id, `the step ${step.name}, which failed with ${nameOf(error)}`);
    }
  }

  private async subjectOf(id: string): Promise<ErasureSubject> {
    const isPersons = await this.unitOfWork.run(
      PRIVACY,
      async () => (await this.people.rows.find(id)) !== null,
    );
    return isPersons ? this.people : this.organizations;
  }

  /** Decides whether it may go on, under the lock of the row. */
  private async begin(subject: ErasureSubject, id: string, untilNextTry: boolean): Promise<Begun> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const erasure = await this.lock(subject, id);
      const { status } = erasure;
      if (status === 'done' || status === 'cancelled' || status === 'awaiting_approval') return 'over';
      if (await this.isEarly(erasure)) return this.waitForGrace(subject, erasure);
      const next = subject.nextTryOf(erasure);
      if (untilNextTry && next !== null && next > this.clock.now()) return 'waiting';
      const name = erasure.steps.find((step) => step.status === 'pending')?.name;
      if (name === undefined) return 'over';
      const article = name === 'freeze' ? await this.holdAgainst(subject, erasure) : null;
      if (article !== null) return this.block(subject, erasure, article);
      if (status !== 'running') await subject.rows.update(id, { status: 'running' });
      return { step: stepNamed(subject, name), erasure };
    });
  }

  /** Erasing early cannot be undone: this machine's clock and the database's must both have reached the end of the grace. */
  private async isEarly({ eraseAfter, begunAt }: ErasureRecord): Promise<boolean> {
    if (begunAt !== null) return false;
    if (eraseAfter > this.clock.now()) return true;
    const [row] = await this.unitOfWork
      .manager()
      .query<{ early: boolean }[]>('select clock_timestamp() < $1 as early', [eraseAfter]);
    return row?.early === true;
  }

  /** A job came before its time, by a clock that is ahead. */
  private async waitForGrace(subject: ErasureSubject, { id, eraseAfter }: ErasureRecord): Promise<Tried> {
    if (subject.retryAfterMs === null) {
      const late = Math.max(eraseAfter.getTime(), this.clock.nowMs()) + 1_000;
      await this.jobs.enqueue(subject.job, { erasureId: id }, { startAfter: new Date(late) });
    }
    return 'waiting';
  }

  private async finish(
    subject: ErasureSubject,
    id: string,
    step: Step<ErasureRecord>,
    prepared: Prepared,
  ): Promise<Tried | Waiting> {
    // The same lock as every new request and hold of this subject: none of them slips in between look and freeze.
    if (step.name === 'freeze' || step.name === 'exports') {
      const first = await subject.rows.find(id);
      if (first !== null) await this.requestFactory.lockSubject(subject.idOf(first));
    }
    const row = await this.lock(subject, id);
    const index = row.steps.findIndex(({ name }) => name === step.name);
    if (row.steps[index]?.status !== 'pending') return 'stepped';
    if (step.name === 'freeze') {
      const article = await this.holdAgainst(subject, row);
      if (article !== null) return this.block(subject, row, article);
    }
    const done = await step.run(row, prepared);
    if (isWaiting(done)) return done;
    const steps = row.steps.map((each, position) =>
      position === index ? { ...each, ...done, status: 'done' as const } : each,
    );
    const isLast = index === steps.length - 1;
    await subject.rows.update(id, {
      steps,
      status: isLast ? 'done' : 'running',
      waitingFor: null,
      ...subject.goingOn,
      ...(isLast ? { finishedAt: this.clock.now(), sealedReason: null, ...subject.forgotten } : {}),
    });
    return 'stepped';
  }

  /**
   * The article of the hold that stands in the way. One that a backup brought back does not: it was released before the
   * erasure that the backup knows nothing of.
   */
  private async holdAgainst(subject: ErasureSubject, erasure: ErasureRecord): Promise<string | null> {
    return erasure.cause === 'restored backup' ? null : subject.holdOn(subject.idOf(erasure));
  }

  /** Its release, or the next round, sends the erasure on. */
  private async block(subject: ErasureSubject, row: ErasureRecord, article: string): Promise<Tried> {
    await subject.rows.update(row.id, { status: 'blocked', blockedBy: article, ...subject.goingOn });
    if (row.status !== 'blocked' || row.blockedBy !== article) await subject.noteBlocked(row, article);
    return subject.retryAfterMs === null ? 'blocked' : 'waiting';
  }

  /** Puts one that cannot go on where it is seen, and sees to it that it is tried again. */
  private async wait(subject: ErasureSubject, id: string, waitFor: string): Promise<'waiting' | 'over'> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const row = await this.lock(subject, id);
      if (row.status !== 'running' && row.status !== 'waiting') return 'over';
      const planned = await subject.wait(row, waitFor);
      await subject.rows.update(id, { status: 'waiting', waitingFor: waitFor, ...planned });
      return 'waiting';
    });
  }

  private async lock(subject: ErasureSubject, id: string): Promise<ErasureRecord> {
    const row = await subject.rows.lock(id);
    if (row === null) throw new Error(`there is no erasure ${id}`);
    return row;
  }
}

/** Of a module that is there no longer nothing is left to erase; any other unknown step fails, and is seen to wait. */
function stepNamed({ steps }: ErasureSubject, name: string): Step<ErasureRecord> {
  const step = steps.find((each) => each.name === name);
  if (step !== undefined) return step;
  return moduleOf(name) === null
    ? { name, run: () => Promise.reject(new Error(`an erasure has no step ${name}`)) }
    : { name, run: () => Promise.resolve({ tables: [], count: 0 }) };
}

/** A code or a class: the message of an error may hold anything. */
function nameOf(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.constructor.name : 'an unknown error');
}

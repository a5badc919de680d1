import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { UnitOfWork } from '#libs/database';
import { systemScope } from '#auth';
import { Clock } from '#libs/time';
import { errorCode } from '../error-code.js';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { ErasureWaitingService, type Tried } from './erasure-waiting.service.js';
import { type Done, ErasureWorkService, isWaiting } from './erasure-work.service.js';
import { FreezeService } from './freeze.service.js';
import { PrivacyErasure } from '../records/privacy-erasure.entity.js';

type Begun = { readonly step: string; readonly erasure: PrivacyErasure } | Tried;

/**
 * Carries an erasure out, one durable step at a time. What lies outside the database comes before a step's transaction
 * and may be repeated; the rest is one transaction together with the mark that the step is done. Killed anywhere, or
 * run twice at once, it goes on with the step that is not done.
 */
@Injectable()
export class ErasureRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly freeze: FreezeService,
    private readonly work: ErasureWorkService,
    private readonly waiting: ErasureWaitingService,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

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
    let patient = options.now !== true;
    for (;;) {
      const tried = await this.step(id, { patient, ...options });
      if (tried !== 'stepped') return tried;
      patient = true;
    }
  }

  async find(id: string): Promise<PrivacyErasure | null> {
    return this.inSystem(() => this.rows().findOneBy({ id }));
  }

  /** One step. */
  async step(
    id: string,
    { patient = false, onStep }: { patient?: boolean; onStep?: (step: string) => void } = {},
  ): Promise<Tried> {
    const begun = await this.begin(id, patient);
    if (typeof begun === 'string') return begun;
    const { step, erasure } = begun;
    onStep?.(step);
    try {
      const prepared = await this.work.prepare(step, erasure);
      if (isWaiting(prepared)) return await this.waiting.put(id, prepared.waitFor);
      const result = await this.inSystem(() => this.finish(id, step, prepared));
      return isWaiting(result) ? await this.waiting.put(id, result.waitFor) : result;
    } catch (error) {
      // Never stuck in silence: a full disk, a refusal and a bug of ours all wait where somebody sees them.
      this.logger.error({ msg: `an erasure could not do its step ${step}`, erasureId: id, err: error });
      return this.waiting.put(id, `the step ${step}, which failed with ${nameOf(error)}`);
    }
  }

  /** Decides whether it may go on, under the lock of the row. */
  private async begin(id: string, patient: boolean): Promise<Begun> {
    return this.inSystem(async () => {
      const erasure = await this.lock(id);
      const { status, nextTryAt } = erasure;
      if (status === 'done' || status === 'cancelled' || status === 'awaiting_approval') return 'over';
      if (await this.isEarly(erasure)) return this.waiting.untilGraceEnds(erasure);
      if (patient && nextTryAt !== null && nextTryAt > this.clock.now()) return 'waiting';
      const next = erasure.steps.find((step) => step.status === 'pending');
      if (next === undefined) return 'over';
      const hold = next.name === 'freeze' ? await this.freeze.holdAgainst(erasure) : null;
      if (hold !== null) return this.waiting.block(erasure, hold.article);
      if (status !== 'running') await this.rows().update({ id }, { status: 'running' });
      return { step: next.name, erasure };
    });
  }

  /** Erasing early cannot be undone: this machine's clock and the database's must both have reached the end of the grace. */
  private async isEarly({ eraseAfter, begunAt }: PrivacyErasure): Promise<boolean> {
    if (begunAt !== null) return false;
    if (eraseAfter > this.clock.now()) return true;
    const [row] = await this.unitOfWork
      .manager()
      .query<{ early: boolean }[]>('select clock_timestamp() < $1 as early', [eraseAfter]);
    return row?.early === true;
  }

  private async finish(
    id: string,
    step: string,
    prepared: Done | null,
  ): Promise<Tried | { waitFor: string }> {
    const first = await this.rows().findOneByOrFail({ id });
    // The same lock as every new request and hold of this person: none of them slips in between look and freeze.
    if (step === 'freeze' || step === 'exports') await this.requestFactory.lockPerson(first.userId);
    const row = await this.lock(id);
    const place = row.steps.findIndex(({ name }) => name === step);
    if (row.steps[place]?.status !== 'pending') return 'stepped';
    if (step === 'freeze') {
      const hold = await this.freeze.holdAgainst(row);
      if (hold !== null) return this.waiting.block(row, hold.article);
    }
    const done = await this.work.carryOut(step, row, prepared);
    if (isWaiting(done)) return done;
    const steps = row.steps.map((each, index) =>
      index === place ? { ...each, ...done, status: 'done' as const } : each,
    );
    const isLast = place === steps.length - 1;
    await this.rows().update(
      { id },
      {
        steps,
        status: isLast ? 'done' : 'running',
        waitingFor: null,
        waitingSince: null,
        nextTryAt: null,
        ...(isLast ? { finishedAt: this.clock.now(), sealedParticulars: null, sealedReason: null } : {}),
      },
    );
    return 'stepped';
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

/** A code or a class: the message of an error may hold anything. */
function nameOf(error: unknown): string {
  return errorCode(error) ?? (error instanceof Error ? error.constructor.name : 'an unknown error');
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import {
  type EffectMark,
  httpErrors,
  IDEMPOTENCY_TTL_SECONDS,
  type IdempotencyResult,
  type IdempotencyStore,
  type IdempotentOutcome,
  type IdempotentRequest,
} from '#libs/http';
import { HOLD_SECONDS, IdempotencyHold, markWithoutKey } from './idempotency-hold.js';
import { systemScope } from './system-scope.js';

/** The key is taken: by a request that is under way, or by one that is done. */
class KeyTakenError extends Error {}

interface Row {
  fingerprint: string;
  status: number | null;
  resource_id: string | null;
  location: string | null;
  seconds_left: number;
}

/**
 * Remembers creating requests in Postgres. The key is taken by the first statement of the request's first transaction,
 * and the outcome is written by the transaction that makes the resource. A key without an outcome is therefore one whose
 * effect is not in the database; it is held for half a minute, and then the same request may try again. Whether its
 * effect is at Clerk, the next try finds by the mark that stands at the key.
 */
@Injectable()
export class PostgresIdempotencyStore implements IdempotencyStore {
  private readonly holds = new AsyncLocalStorage<IdempotencyHold>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run<T>(
    request: IdempotentRequest,
    work: () => Promise<{ readonly value: T; readonly outcome: IdempotentOutcome }>,
  ): Promise<IdempotencyResult<T>> {
    const hold = new IdempotencyHold();
    const opening = {
      preamble: () => this.take(request, hold),
      made: async (id: string, location?: string) => {
        if (!request.makesOne) return;
        const outcome = { status: request.status, resourceId: id, location: location ?? null };
        await this.write(request, hold, outcome);
      },
    };
    try {
      const { value, outcome } = await this.holds.run(hold, () =>
        this.unitOfWork.beginningWith(opening, work),
      );
      if (!hold.isRemembered) await this.remember(request, hold, outcome);
      return { kind: 'done', value };
    } catch (error) {
      if (error instanceof KeyTakenError) return this.recall(request);
      await this.giveUp(request, hold);
      throw error;
    }
  }

  mark(): EffectMark {
    return this.holds.getStore() ?? markWithoutKey();
  }

  private async take(request: IdempotentRequest, hold: IdempotencyHold): Promise<void> {
    const manager = this.unitOfWork.manager();
    const key = keyOf(request);
    const [lock] = await manager.query<{ mine: boolean }[]>(
      `select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as mine`,
      [`${request.userId} ${key.toString('hex')}`],
    );
    if (lock?.mine !== true) throw new KeyTakenError();
    await manager.query(
      `delete from idempotency_keys where user_id = $1 and request_sha256 = $2
         and created_at < now() - make_interval(secs => $3)`,
      [request.userId, key, IDEMPOTENCY_TTL_SECONDS],
    );
    // A try that broke off leaves its key without an outcome: after its time another one takes it over, mark and all.
    const [taken] = await manager.query<{ effect_id: string }[]>(
      `insert into idempotency_keys as held
         (user_id, request_sha256, fingerprint, created_at, attempt_id, held_until, effect_id)
       values ($1, $2, $3, now(), $4, now() + make_interval(secs => $5), $6)
       on conflict (user_id, request_sha256) do update
         set attempt_id = excluded.attempt_id, held_until = excluded.held_until,
             effect_id = coalesce(held.effect_id, excluded.effect_id)
         where held.status is null and held.fingerprint = excluded.fingerprint
           and coalesce(held.held_until, '-infinity') <= now()
       returning effect_id`,
      [request.userId, key, request.fingerprint, hold.attempt, HOLD_SECONDS, hold.id],
    );
    if (taken === undefined) throw new KeyTakenError();
    hold.taken(taken.effect_id);
  }

  /** Writes the outcome in the open transaction. @throws AppError 409 when another try has taken over meanwhile */
  private async write(
    request: IdempotentRequest,
    hold: IdempotencyHold,
    outcome: IdempotentOutcome,
  ): Promise<void> {
    const [, affected] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update idempotency_keys set status = $4, resource_id = $5, location = $6, held_until = null
         where user_id = $1 and request_sha256 = $2 and attempt_id = $3 and status is null`,
      [request.userId, keyOf(request), hold.attempt, outcome.status, outcome.resourceId, outcome.location],
    );
    if (affected === 0) throw httpErrors.idempotencyInProgress({ headers: { 'retry-after': '1' } });
    hold.isRemembered = true;
  }

  /** For what makes several things, or nothing. */
  private async remember(
    request: IdempotentRequest,
    hold: IdempotencyHold,
    outcome: IdempotentOutcome,
  ): Promise<void> {
    await this.unitOfWork.run(systemScope('auth'), () => this.write(request, hold, outcome));
  }

  /** What failed may be tried again with the same key; a key that an earlier request finished with stays. */
  private async giveUp(request: IdempotentRequest, hold: IdempotencyHold): Promise<void> {
    const { keepSeconds } = hold;
    const identity = [request.userId, keyOf(request), hold.attempt];
    await this.unitOfWork.run(systemScope('auth'), () =>
      keepSeconds === null
        ? this.unitOfWork.manager().query(
            `delete from idempotency_keys
                 where user_id = $1 and request_sha256 = $2 and attempt_id = $3 and status is null`,
            identity,
          )
        : this.unitOfWork.manager().query(
            `update idempotency_keys set held_until = now() + make_interval(secs => $4)
                 where user_id = $1 and request_sha256 = $2 and attempt_id = $3 and status is null`,
            [...identity, keepSeconds],
          ),
    );
  }

  private async recall(request: IdempotentRequest): Promise<IdempotencyResult<never>> {
    const [row] = await this.unitOfWork.run(systemScope('auth'), () =>
      this.unitOfWork.manager().query<Row[]>(
        `select fingerprint, status, resource_id, location,
                coalesce(extract(epoch from held_until - now()), 0)::float8 as seconds_left
           from idempotency_keys where user_id = $1 and request_sha256 = $2`,
        [request.userId, keyOf(request)],
      ),
    );
    if (row === undefined) return { kind: 'in_progress', retryAfterSeconds: 1 };
    if (row.fingerprint !== request.fingerprint) return { kind: 'reused' };
    if (row.status === null) return { kind: 'in_progress', retryAfterSeconds: pauseOf(row.seconds_left) };
    const outcome = { status: row.status, resourceId: row.resource_id, location: row.location };
    return { kind: 'replayed', outcome };
  }
}

/** A request is done within moments, most likely; one that is not has broken off. */
function pauseOf(secondsLeft: number): number {
  return secondsLeft > HOLD_SECONDS - 5 ? 1 : Math.min(5, Math.max(1, Math.ceil(secondsLeft)));
}

function keyOf({ operation, params, key }: IdempotentRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([operation, params, key]))
    .digest();
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import {
  IDEMPOTENCY_TTL_SECONDS,
  type IdempotencyResult,
  type IdempotencyStore,
  type IdempotentOutcome,
  type IdempotentRequest,
} from '#libs/http';
import { systemScope } from './system-scope.js';

/** The key is taken: by a request that is under way, or by one that is done. */
class KeyTakenError extends Error {}

interface Row {
  fingerprint: string;
  status: number | null;
  resource_id: string | null;
  location: string | null;
}

/**
 * Remembers creating requests in Postgres. The key is taken by the first statement of the request's first transaction,
 * so whatever crashes, a key without an effect never blocks and an effect without its key never happens.
 */
@Injectable()
export class PostgresIdempotencyStore implements IdempotencyStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run<T>(
    request: IdempotentRequest,
    work: () => Promise<{ readonly value: T; readonly outcome: IdempotentOutcome }>,
  ): Promise<IdempotencyResult<T>> {
    try {
      const { value, outcome } = await this.unitOfWork.beginningWith(() => this.take(request), work);
      await this.remember(request, outcome);
      return { kind: 'done', value };
    } catch (error) {
      if (error instanceof KeyTakenError) return this.recall(request);
      await this.forget(request);
      throw error;
    }
  }

  private async take(request: IdempotentRequest): Promise<void> {
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
    const taken = await manager.query<unknown[]>(
      `insert into idempotency_keys (user_id, request_sha256, fingerprint, created_at)
       values ($1, $2, $3, now()) on conflict do nothing returning user_id`,
      [request.userId, key, request.fingerprint],
    );
    if (taken.length === 0) throw new KeyTakenError();
  }

  private async remember(request: IdempotentRequest, outcome: IdempotentOutcome): Promise<void> {
    await this.unitOfWork.run(systemScope('auth'), () =>
      this.unitOfWork.manager().query(
        `update idempotency_keys set status = $3, resource_id = $4, location = $5
           where user_id = $1 and request_sha256 = $2`,
        [request.userId, keyOf(request), outcome.status, outcome.resourceId, outcome.location],
      ),
    );
  }

  /** What failed may be tried again with the same key; a key that an earlier request finished with stays. */
  private async forget(request: IdempotentRequest): Promise<void> {
    await this.unitOfWork.run(systemScope('auth'), () =>
      this.unitOfWork
        .manager()
        .query(`delete from idempotency_keys where user_id = $1 and request_sha256 = $2 and status is null`, [
          request.userId,
          keyOf(request),
        ]),
    );
  }

  private async recall(request: IdempotentRequest): Promise<IdempotencyResult<never>> {
    const [row] = await this.unitOfWork.run(systemScope('auth'), () =>
      this.unitOfWork.manager().query<Row[]>(
        `select fingerprint, status, resource_id, location from idempotency_keys
           where user_id = $1 and request_sha256 = $2`,
        [request.userId, keyOf(request)],
      ),
    );
    if (row === undefined) return { kind: 'in_progress' };
    if (row.fingerprint !== request.fingerprint) return { kind: 'reused' };
    if (row.status === null) return { kind: 'in_progress' };
    const outcome = { status: row.status, resourceId: row.resource_id, location: row.location };
    return { kind: 'replayed', outcome };
  }
}

function keyOf({ operation, params, key }: IdempotentRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([operation, params, key]))
    .digest();
}

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { beingChanged, leaseOver } from './clerk-answers.js';

/** What is written at Clerk by one of us at a time. */
export type WrittenObject =
  | Readonly<{ kind: 'organization'; organizationId: string }>
  | Readonly<{ kind: 'membership'; organizationId: string; userId: string }>;

/** The right to write an object at Clerk, for a while. */
export interface WriteLease {
  /**
   * To be called right before a write.
   * @throws AppError 503 when so little is left of it that the write may come upon the next one
   */
  readonly demand: () => void;
  /** The write may still be under way at Clerk: the lease stays for so many seconds. */
  readonly keepFor: (seconds: number) => void;
}

/** After a crash somebody else may write after this time. */
const LEASE_SECONDS = 30;
/** What a write and the look after it take at most. */
const WRITE_SECONDS = 16;
/** For how long somebody waits for their turn. */
const MAX_WAIT_MS = 6_000;
const MAX_PAUSE_MS = 250;

/**
 * One writer at Clerk for each object, over all replicas and workers: what was begun later reaches Clerk later. Clerk
 * itself takes changes in any order and has no conditional ones. A lease is a row and no open transaction, so that
 * nothing in the database waits for Clerk.
 */
@Injectable()
export class ClerkWriteLeases {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Does `work` when nobody else writes the object. What `work` decides by, it must read inside.
   * @throws AppError 409 `being_changed` when others take too long
   */
  async holding<T>(object: WrittenObject, work: (lease: WriteLease) => Promise<T>): Promise<T> {
    const key = keyOf(object);
    const holder = newId();
    await this.acquire(key, holder);
    const since = performance.now();
    let keepSeconds = 0;
    try {
      return await work({
        demand: () => {
          if ((performance.now() - since) / 1000 > LEASE_SECONDS - WRITE_SECONDS) throw leaseOver();
        },
        keepFor: (seconds) => (keepSeconds = seconds),
      });
    } finally {
      await this.release(key, holder, keepSeconds);
    }
  }

  private async acquire(key: Buffer, holder: string): Promise<void> {
    const deadline = performance.now() + MAX_WAIT_MS;
    for (let pause = 10; ; pause = Math.min(MAX_PAUSE_MS, pause * 2)) {
      if (await this.tryAcquire(key, holder)) return;
      if (performance.now() + pause > deadline) throw beingChanged();
      await sleep(pause * (0.5 + Math.random()));
    }
  }

  private async tryAcquire(key: Buffer, holder: string): Promise<boolean> {
    const rows = await this.unitOfWork.run(systemScope('mirror'), () =>
      this.unitOfWork.manager().query<unknown[]>(
        `insert into clerk_write_leases as held (object_sha256, holder, held_until)
         values ($1, $2, clock_timestamp() + make_interval(secs => $3))
         on conflict (object_sha256) do update
           set holder = excluded.holder, held_until = excluded.held_until
           where held.held_until <= clock_timestamp()
         returning holder`,
        [key, holder, LEASE_SECONDS],
      ),
    );
    return rows.length > 0;
  }

  /** Does not throw: a lease that cannot be given back runs out. */
  private async release(key: Buffer, holder: string, keepSeconds: number): Promise<void> {
    const done = this.unitOfWork.run(systemScope('mirror'), () =>
      keepSeconds === 0
        ? this.unitOfWork
            .manager()
            .query('delete from clerk_write_leases where object_sha256 = $1 and holder = $2', [key, holder])
        : this.unitOfWork.manager().query(
            `update clerk_write_leases set held_until = clock_timestamp() + make_interval(secs => $3)
               where object_sha256 = $1 and holder = $2`,
            [key, holder, keepSeconds],
          ),
    );
    await done.catch(() => undefined);
  }
}

function keyOf(object: WrittenObject): Buffer {
  const ids = object.kind === 'membership' ? [object.organizationId, object.userId] : [object.organizationId];
  return createHash('sha256')
    .update([object.kind, ...ids].join(' '))
    .digest();
}

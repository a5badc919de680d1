import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { IDEMPOTENCY_TTL_SECONDS } from '#libs/http';
import { Clock } from '#libs/time';
import { deleteInBites, type RunContext } from '#manifest';

const AT_ONCE = 5_000;

/** Drops remembered requests whose time is over. */
@Injectable()
export class IdempotencyRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async drop(context: RunContext): Promise<{ idempotencyKeys: number }> {
    const before = new Date(this.clock.nowMs() - IDEMPOTENCY_TTL_SECONDS * 1000);
    const sql = `delete from idempotency_keys where ctid = any (array(
           select ctid from idempotency_keys where created_at < $1 limit ${AT_ONCE}))`;
    return { idempotencyKeys: await deleteInBites(context, this.unitOfWork, AT_ONCE, sql, before) };
  }
}

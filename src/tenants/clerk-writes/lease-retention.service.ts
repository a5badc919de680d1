import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { deleteInBites, type RunContext } from '#manifest';

const AT_ONCE = 5_000;
const KEPT_MS = 24 * 3600 * 1000;

/** Drops leases that ran out a day ago. */
@Injectable()
export class LeaseRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async drop(context: RunContext): Promise<{ clerkWriteLeases: number }> {
    const before = new Date(this.clock.nowMs() - KEPT_MS);
    const sql = `delete from clerk_write_leases where ctid = any (array(
           select ctid from clerk_write_leases where held_until < $1 limit ${AT_ONCE}))`;
    return { clerkWriteLeases: await deleteInBites(context, this.unitOfWork, AT_ONCE, sql, before) };
  }
}

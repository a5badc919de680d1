import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { deleteInBites, type RunContext } from '#manifest';

const AT_ONCE = 5_000;
const KEPT_MS = 90 * 24 * 3600 * 1000;

/** Drops alarms that were cleared long ago. */
@Injectable()
export class AlarmRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async drop(context: RunContext): Promise<{ alarms: number }> {
    const before = new Date(this.clock.nowMs() - KEPT_MS);
    const sql = `delete from sync_alarms where id = any (array(
           select id from sync_alarms where cleared_at < $1 limit ${AT_ONCE}))`;
    return { alarms: await deleteInBites(context, this.unitOfWork, AT_ONCE, sql, before) };
  }
}

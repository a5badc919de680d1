import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { type AlarmKind, SyncAlarm } from './sync-alarm.entity.js';

export interface AlarmCause {
  readonly kind: AlarmKind;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

const ACTOR = { kind: 'system', name: 'webhooks' } as const;

/** Rows of `sync_alarms`; all in the open transaction. */
@Injectable()
export class AlarmsStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly logger: PinoLogger,
    private readonly clock: Clock,
  ) {}

  /** Opens an alarm, or counts that an open one still holds; only a new one is logged and audited. */
  async raise({ kind, subject, detail }: AlarmCause): Promise<void> {
    const id = newId();
    const [row] = await this.unitOfWork.manager().query<{ id: string }[]>(
      `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at)
       values ($1, $2, $3, $4, $5, $5)
       on conflict (kind, subject) where cleared_at is null do update
         set occurrences = sync_alarms.occurrences + 1, last_seen_at = excluded.last_seen_at, detail = excluded.detail
       returning id`,
      [id, kind, subject, JSON.stringify(detail), this.clock.now()],
    );
    if (row?.id !== id) return;
    await this.audit.record({
      actor: ACTOR,
      action: 'sync.alarm_raised',
      target: { kind: 'alarm', id },
      change: { kind, subject, ...detail },
    });
    this.unitOfWork.afterCommit(() => {
      this.logger.error(
        { alarm: kind, subject, ...detail },
        'the synchronisation needs somebody to look at it',
      );
    });
  }

  /** Closes an open alarm, if there is one. */
  async clear(kind: AlarmKind, subject = ''): Promise<void> {
    await this.clearThose('subject = $2', kind, subject);
  }

  /** Closes every open alarm of a kind but those about these subjects. */
  async clearAllBut(kind: AlarmKind, subjects: readonly string[]): Promise<void> {
    await this.clearThose('subject <> all ($2)', kind, subjects);
  }

  private async clearThose(
    condition: string,
    kind: AlarmKind,
    subjects: string | readonly string[],
  ): Promise<void> {
    const [rows] = await this.unitOfWork.manager().query<[{ id: string; subject: string }[], number]>(
      `update sync_alarms set cleared_at = $3 where kind = $1 and ${condition} and cleared_at is null
         returning id, subject`,
      [kind, subjects, this.clock.now()],
    );
    for (const { id, subject } of rows) {
      await this.audit.record({
        actor: ACTOR,
        action: 'sync.alarm_cleared',
        target: { kind: 'alarm', id },
        change: { kind, subject },
      });
    }
  }

  /**
   * Closes an alarm that somebody has looked into; what still holds raises a new one.
   * @returns the alarm as it is now; null when there is none of that id
   */
  async close(id: string, actor: Actor): Promise<SyncAlarm | null> {
    const rows = this.unitOfWork.manager().getRepository(SyncAlarm);
    const alarm = await rows.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (alarm === null || alarm.clearedAt !== null) return alarm;
    const clearedAt = this.clock.now();
    await rows.update({ id }, { clearedAt });
    await this.audit.record({
      actor,
      action: 'sync.alarm_cleared',
      target: { kind: 'alarm', id },
      change: { kind: alarm.kind },
    });
    return { ...alarm, clearedAt };
  }

  /** The newest first. @param before the last id of the page before */
  async list(wanted: { open: boolean; before: string | null; limit: number }): Promise<SyncAlarm[]> {
    const query = this.unitOfWork
      .manager()
      .getRepository(SyncAlarm)
      .createQueryBuilder('alarm')
      .orderBy('alarm.id', 'DESC')
      .take(wanted.limit);
    if (wanted.open) query.andWhere('alarm.cleared_at is null');
    if (wanted.before !== null) query.andWhere('alarm.id < :before', { before: wanted.before });
    return query.getMany();
  }
}

import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { type AlarmKind, SyncAlarm } from './sync-alarm.entity.js';

export interface AlarmCause {
  readonly kind: AlarmKind;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** An alarm that was closed, as far as others are told of it. */
export type ClearedAlarm = Pick<SyncAlarm, 'id' | 'subject'>;

/** Rows of `sync_alarms`; all in the open transaction. */
@Injectable()
export class AlarmsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Opens an alarm, or counts that an open one still holds.
   * @param id of the row, if it is a new one
   * @returns whether it is
   */
  async open({ kind, subject, detail }: AlarmCause, id: string, at: Date): Promise<boolean> {
    const [row] = await this.unitOfWork.manager().query<{ id: string }[]>(
      `insert into sync_alarms (id, kind, subject, detail, raised_at, last_seen_at)
       values ($1, $2, $3, $4, $5, $5)
       on conflict (kind, subject) where cleared_at is null do update
         set occurrences = sync_alarms.occurrences + 1, last_seen_at = excluded.last_seen_at, detail = excluded.detail
       returning id`,
      [id, kind, subject, JSON.stringify(detail), at],
    );
    return row?.id === id;
  }

  /** Closes the open alarm about a subject. @returns it, or none */
  clear(kind: AlarmKind, subject: string, at: Date): Promise<ClearedAlarm[]> {
    return this.clearThose('subject = $2', kind, subject, at);
  }

  /** Closes every open alarm of a kind but those about these subjects. @returns what was closed */
  clearAllBut(kind: AlarmKind, subjects: readonly string[], at: Date): Promise<ClearedAlarm[]> {
    return this.clearThose('subject <> all ($2)', kind, subjects, at);
  }

  /** As it is once everybody who is changing it has ended; it stays so until the open transaction ends. */
  async lock(id: string): Promise<SyncAlarm | null> {
    return this.alarms().findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async update(id: string, change: Pick<SyncAlarm, 'clearedAt'>): Promise<void> {
    await this.alarms().update({ id }, change);
  }

  /** The newest first. @param before the last id of the page before */
  async list(wanted: { open: boolean; before: string | null; limit: number }): Promise<SyncAlarm[]> {
    const query = this.alarms().createQueryBuilder('alarm').orderBy('alarm.id', 'DESC').take(wanted.limit);
    if (wanted.open) query.andWhere('alarm.cleared_at is null');
    if (wanted.before !== null) query.andWhere('alarm.id < :before', { before: wanted.before });
    return query.getMany();
  }

  private async clearThose(
    condition: string,
    kind: AlarmKind,
    subjects: string | readonly string[],
    at: Date,
  ): Promise<ClearedAlarm[]> {
    const [rows] = await this.unitOfWork.manager().query<[ClearedAlarm[], number]>(
      `update sync_alarms set cleared_at = $3 where kind = $1 and ${condition} and cleared_at is null
         returning id, subject`,
      [kind, subjects, at],
    );
    return rows;
  }

  private alarms() {
    return this.unitOfWork.manager().getRepository(SyncAlarm);
  }
}
